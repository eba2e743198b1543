package org.corral.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.corral.http.RefusedException;
import org.corral.settings.SignInSettings;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;

/**
 * Limits how often passwords can be guessed: for one account from one address, and for all accounts from one address.
 * Guesses from elsewhere keep nobody out. A device on which somebody has signed in before has a count of its own, and
 * shares another count with all such devices of the account. While many addresses guess at one account, each of them has
 * fewer tries. The counts are in the database, for all nodes.
 */
public final class SignInLimiter {
    private static final int CROWD = 10;
    private static final int FEWER = 5;
    private static final long PRUNING_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final EnumSet<ConflictException.Kind> EITHER = EnumSet.allOf(ConflictException.Kind.class);

    private final Database database;
    private final SignInSettings settings;
    private final KnownDevices devices;
    private final Clock clock;
    private final AtomicLong nextPruning = new AtomicLong();

    /** The end of the window of counts that are full: further tries cost the database one query a second. */
    private final Cache<String, Long> refused = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(1))
            // In the caller's thread: one of the common pool would keep a stopped web application in memory.
            .executor(Runnable::run)
            .build();

    public SignInLimiter(Database database, SignInSettings settings, KnownDevices devices, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.devices = devices;
        this.clock = clock;
    }

    /** A check of a password. */
    public interface Check<T> {
        /** @throws RefusedException 400 if the password is wrong, and with no other status */
        T run() throws RefusedException;
    }

    /**
     * Runs the check as one try for the account. The try is counted before the check, so that many tries at once get no
     * further than many in a row, and is given back unless the password was wrong.
     *
     * @throws RefusedException 429 in place of the check, or whatever the check throws
     */
    public <T> T guard(String account, SignInOrigin origin, Check<T> check) throws RefusedException {
        SignInAttempt counted = counted(account, origin);
        try {
            T result = check.run();
            giveBack(counted);
            return result;
        } catch (RefusedException e) {
            if (e.refusal().status() != 400) {
                giveBack(counted);
            }
            throw e;
        }
    }

    private SignInAttempt counted(String account, SignInOrigin origin) throws RefusedException {
        Optional<EmailAddress> name = EmailAddress.callerName(account);
        Optional<String> device = name.flatMap(known -> devices.device(origin.deviceMarks(), known));
        String key = name.map(EmailAddress::key).orElse(account);
        SignInAttempt guess = device.map(known -> SignInAttempt.onDevice(known, key))
                .orElseGet(() -> SignInAttempt.from(origin.client(), key));
        long now = clock.millis();
        for (String id : guess.ids()) {
            refuseUntil(Optional.ofNullable(refused.getIfPresent(id)), now);
        }
        pruneSometimes(now);
        refuseUntil(database.writeAgain(EITHER, em -> count(em, guess, now)), now);
        return guess;
    }

    /** Counts in a fixed order, since transactions that lock rows in one order can't deadlock. */
    private Optional<Long> count(EntityManager em, SignInAttempt guess, long now) {
        long end = now + settings.window().toMillis();
        boolean crowd = guess.account().isPresent()
                && SignInCounts.tries(em, guess.account().get(), now) >= CROWD * settings.tries();
        int limit = crowd ? Math.max(1, settings.tries() / FEWER) : settings.tries();
        Optional<Long> full = full(em, guess.own(), limit, now, end);
        if (full.isEmpty() && guess.devices().isPresent()) {
            full = full(em, guess.devices().get(), settings.triesOnDevices(), now, end);
        }
        if (full.isEmpty() && guess.address().isPresent()) {
            full = full(em, guess.address().get(), settings.triesPerAddress(), now, end);
        }
        if (full.isEmpty() && guess.account().isPresent()) {
            full = full(em, guess.account().get(), Integer.MAX_VALUE, now, end);
        }
        return full;
    }

    private Optional<Long> full(EntityManager em, String id, int limit, long now, long end) {
        Optional<Long> until = SignInCounts.count(em, id, limit, now, end);
        until.ifPresent(millis -> refused.put(id, millis));
        return until;
    }

    private static void refuseUntil(Optional<Long> end, long now) throws RefusedException {
        if (end.isPresent()) {
            throw AccountRefusals.tooManyTries(Duration.ofMillis(end.get() - now + 999));
        }
    }

    private void giveBack(SignInAttempt counted) {
        database.writeAgain(EITHER, em -> SignInCounts.giveBack(em, counted.ids()));
    }

    private void pruneSometimes(long now) {
        long next = nextPruning.get();
        if (now >= next && nextPruning.compareAndSet(next, now + PRUNING_MILLIS)) {
            database.writeAgain(EITHER, em -> SignInCounts.prune(em, now));
        }
    }
}
