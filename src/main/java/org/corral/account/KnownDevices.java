package org.corral.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;

/**
 * Recognises a device on which somebody has signed in before, by a mark that the device keeps. A mark opens nothing: it
 * only spares the owner of an account the wait while others guess its password. It is a random number, the time, and the
 * HMAC of both together with the account and the number of its password: a mark of one account is worth nothing for
 * another, and no mark outlives the password with which it was made. The database keeps nothing for each device.
 */
public final class KnownDevices {
    private static final String KEY = "corral-device";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int DEVICE_BYTES = 16;
    private static final Pattern FORM = Pattern.compile("([\\w-]{22})\\.([0-9]{1,12})\\.[\\w-]{43}");

    private final Database database;
    private final SecretKeySpec key;
    private final Duration life;
    private final Clock clock;

    private KnownDevices(Database database, SecretKeySpec key, Duration life, Clock clock) {
        this.database = database;
        this.key = key;
        this.life = life;
        this.clock = clock;
    }

    /** A genuine mark of an account: the device, and the time from which the mark is good. */
    private record Known(String device, Instant since) {}

    /**
     * Makes the key at the first start; all nodes share it through the database.
     *
     * @param life how long a mark is good
     */
    public static KnownDevices open(Database database, Duration life, Clock clock) {
        String text = database.writeAgain(EnumSet.allOf(ConflictException.Kind.class), em -> {
            KeptValue kept = em.find(KeptValue.class, KEY);
            if (kept == null) {
                kept = new KeptValue(KEY, encoded(random(KEY_BYTES)));
                em.persist(kept);
            }
            return kept.text();
        });
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return new KnownDevices(database, new SecretKeySpec(bytes, ALGORITHM), life, clock);
    }

    /** How long a mark is good. */
    public Duration life() {
        return life;
    }

    /**
     * Tells this device from others; empty unless this account was signed in to on it, with its present password. Blocks
     * for the database if a mark has the right form, and takes as long whether or not there is such an account.
     */
    public Optional<String> device(List<String> marks, EmailAddress account) {
        List<Matcher> wellFormed = wellFormed(marks);
        if (wellFormed.isEmpty()) {
            return Optional.empty();
        }
        Optional<Account> known = database.read(em -> AccountRows.byEmail(em, account));
        String holder = known.map(KnownDevices::holder).orElse("");
        Optional<Known> device = find(wellFormed, holder);
        return known.isPresent() ? device.map(Known::device) : Optional.empty();
    }

    private static List<Matcher> wellFormed(List<String> marks) {
        return marks.stream().map(FORM::matcher).filter(Matcher::matches).toList();
    }

    /** The account, as long as it has the same password. */
    private static String holder(Account account) {
        return account.id() + "." + account.passwordNumber();
    }

    private Optional<Known> find(List<Matcher> marks, String holder) {
        return marks.stream()
                .filter(mark -> isGenuine(mark, holder))
                .map(mark -> new Known(mark.group(1), Instant.ofEpochSecond(Long.parseLong(mark.group(2)))))
                // since + life == now is expired, as with a token.
                .filter(known -> clock.instant().isBefore(known.since().plus(life)))
                .findFirst();
    }

    private boolean isGenuine(Matcher mark, String holder) {
        byte[] expected = mark(mark.group(1), mark.group(2), holder).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, mark.group().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The mark that a device is to keep after a sign-in. A device that is known already keeps the mark that it has, and
     * with it its count of tries, and gets another mark for the same device when half of the life of the first is over.
     *
     * @return empty if the device keeps the mark that it has
     */
    public Optional<String> newMark(List<String> marks, Account signedIn) {
        String holder = holder(signedIn);
        Optional<Known> known = find(wellFormed(marks), holder);
        Instant now = clock.instant();
        if (known.isPresent() && now.isBefore(known.get().since().plus(life.dividedBy(2)))) {
            return Optional.empty();
        }
        String device = known.map(Known::device).orElseGet(() -> encoded(random(DEVICE_BYTES)));
        return Optional.of(mark(device, Long.toString(now.getEpochSecond()), holder));
    }

    private String mark(String device, String since, String holder) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // No part but the last has a dot in it.
            String claim = device + "." + since;
            byte[] proof = mac.doFinal((claim + "." + holder).getBytes(StandardCharsets.UTF_8));
            return claim + "." + encoded(proof);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
