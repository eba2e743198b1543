package org.corral.account;

import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.corral.http.RefusedException;
import org.corral.settings.AccountSettings;

/**
 * Hashes and checks passwords, at most as many at once as there are cores, so that many sign-ins at once do not slow down
 * the rest of the server. Thread-safe; each method blocks for its turn and for the hash.
 */
public final class PasswordHashing {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int BYTES = 32;

    private final Pbkdf2PasswordHash hash;
    private final int iterations;
    private final int room;
    private final Semaphore cores;
    private final AtomicInteger inside = new AtomicInteger();
    private final IntSupplier toughestBcrypt;
    private final IntConsumer bcryptOfCost;
    private final String nobody;

    /** @param bcryptOfCost takes the time of an imported hash of this cost */
    PasswordHashing(
            Pbkdf2PasswordHash hash,
            int iterations,
            int cores,
            int queue,
            IntSupplier toughestBcrypt,
            IntConsumer bcryptOfCost) {
        this.hash = hash;
        this.iterations = iterations;
        this.room = cores + queue;
        this.cores = new Semaphore(cores, true);
        this.toughestBcrypt = toughestBcrypt;
        this.bcryptOfCost = bcryptOfCost;
        this.nobody = unmatchable(iterations);
    }

    /**
     * @param hash the bean of the server or of Soteria; its parameters are set here
     * @param toughestBcrypt the highest cost among the hashes that were imported, 0 for none
     */
    public static PasswordHashing of(Pbkdf2PasswordHash hash, AccountSettings settings, IntSupplier toughestBcrypt) {
        hash.initialize(parameters(settings.passwordIterations()));
        return new PasswordHashing(
                hash,
                settings.passwordIterations(),
                Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                settings.passwordQueue(),
                toughestBcrypt,
                Bcrypt::waste);
    }

    static Map<String, String> parameters(int iterations) {
        return Map.of(
                "Pbkdf2PasswordHash.Algorithm", ALGORITHM,
                "Pbkdf2PasswordHash.Iterations", Integer.toString(iterations),
                "Pbkdf2PasswordHash.SaltSizeBytes", Integer.toString(BYTES),
                "Pbkdf2PasswordHash.KeySizeBytes", Integer.toString(BYTES));
    }

    /** @throws RefusedException 503 if too many wait already */
    public String hash(String password) throws RefusedException {
        return inTurn(() -> generate(password));
    }

    private String generate(String password) {
        return hash.generate(PasswordForm.normal(password).toCharArray());
    }

    /**
     * Checks a password against a stored hash. One that can be read in two forms costs twice as much, for everybody.
     *
     * @throws RefusedException 503 if too many wait already
     */
    PasswordCheck check(String password, String stored) throws RefusedException {
        int toughest = toughestBcrypt.getAsInt();
        return inTurn(() -> compareAll(password, stored, toughest));
    }

    /** How a stored hash relates to a password. */
    private enum Match {
        NONE,
        /** The hash is of this password, but not as it would be hashed today. */
        OUTDATED,
        PRESENT
    }

    private PasswordCheck compareAll(String password, String stored, int toughest) {
        for (String form : PasswordForm.all(password)) {
            Match match = Bcrypt.is(stored)
                    ? compareImported(form.toCharArray(), stored, toughest)
                    : compare(form.toCharArray(), stored, toughest);
            if (match != Match.NONE) {
                boolean present = match == Match.PRESENT && form.equals(PasswordForm.normal(password));
                return present ? PasswordCheck.RIGHT : PasswordCheck.rightAndRenewed(generate(password));
            }
        }
        return PasswordCheck.WRONG;
    }

    /**
     * Whether an imported hash is of this word. Costs one check of this hash and no more.
     *
     * @throws RefusedException 503 if too many wait already
     */
    boolean matches(String word, String bcrypt) throws RefusedException {
        return inTurn(() -> Bcrypt.verify(word.toCharArray(), bcrypt));
    }

    /**
     * Takes as long as a check that fails, for an account that does not exist.
     *
     * @throws RefusedException 503 if too many wait already
     */
    void checkNobody(String password) throws RefusedException {
        check(password, nobody);
    }

    /** How many threads are hashing or wait for their turn. */
    int inside() {
        return inside.get();
    }

    private Match compareImported(char[] password, String stored, int toughest) {
        if (Bcrypt.verify(password, stored)) {
            return Match.OUTDATED;
        }
        Bcrypt.missing(Bcrypt.cost(stored), toughest).forEach(bcryptOfCost);
        hash.verify(password, nobody);
        return Match.NONE;
    }

    private Match compare(char[] password, String stored, int toughest) {
        int rounds = rounds(stored);
        if (!hash.verify(password, stored)) {
            if (rounds < iterations) {
                // Else the speed of an old, cheaper hash would tell that the account exists.
                hash.verify(password, unmatchable(iterations - rounds));
            }
            Bcrypt.missing(0, toughest).forEach(bcryptOfCost);
            return Match.NONE;
        }
        boolean current = rounds >= iterations && stored.startsWith(ALGORITHM + ":");
        return current ? Match.PRESENT : Match.OUTDATED;
    }

    private <T> T inTurn(Supplier<T> work) throws RefusedException {
        if (inside.incrementAndGet() > room) {
            inside.decrementAndGet();
            throw AccountRefusals.tooManySignIns();
        }
        try {
            cores.acquire();
            try {
                return work.get();
            } finally {
                cores.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AccountRefusals.tooManySignIns();
        } finally {
            inside.decrementAndGet();
        }
    }

    /** A hash has the form that {@link Pbkdf2PasswordHash} documents: algorithm, iterations, salt, hash. */
    private static int rounds(String stored) {
        return Integer.parseInt(stored.split(":", -1)[1]);
    }

    private static String unmatchable(int rounds) {
        return ALGORITHM + ":" + rounds + ":" + random() + ":" + random();
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
