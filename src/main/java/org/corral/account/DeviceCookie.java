package org.corral.account;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.corral.http.SafeCookie;
import org.corral.settings.CookieSecure;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;

/**
 * By this cookie a device is known again on which somebody signed in before. It opens nothing: it only spares its owner
 * the wait when others guess at his account. A random number, the time, and their HMAC together with the account and how
 * often that has got another password: so a cookie of one account is worth nothing for another, and none outlives the
 * password with which it was got. Nothing is kept for each device.
 */
public final class DeviceCookie {
    static final String NAME = "corral-device";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int DEVICE_BYTES = 16;
    private static final Pattern FORM = Pattern.compile("([\\w-]{22})\\.([0-9]{1,12})\\.[\\w-]{43}");

    private final Database database;
    private final SecretKeySpec key;
    private final Duration life;
    private final CookieSecure secure;
    private final Clock clock;

    private DeviceCookie(Database database, SecretKeySpec key, Duration life, CookieSecure secure, Clock clock) {
        this.database = database;
        this.key = key;
        this.life = life;
        this.secure = secure;
        this.clock = clock;
    }

    /** A cookie of ours that is good for an account: the device, and since when it is known by this cookie. */
    private record Known(String device, Instant since) {}

    /**
     * Makes the key at the first start; all nodes share it by the database.
     *
     * @param life how long a cookie is good
     */
    public static DeviceCookie open(Database database, Duration life, CookieSecure secure, Clock clock) {
        String text = database.writeAgain(EnumSet.allOf(ConflictException.Kind.class), em -> {
            KeptValue kept = em.find(KeptValue.class, NAME);
            if (kept == null) {
                kept = new KeptValue(NAME, encoded(random(KEY_BYTES)));
                em.persist(kept);
            }
            return kept.text();
        });
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return new DeviceCookie(database, new SecretKeySpec(bytes, ALGORITHM), life, secure, clock);
    }

    /**
     * What tells this device from others; empty unless this account was signed in to on it, with its present password.
     * Blocks for the database if there is such a cookie, and takes as long whether or not there is such an account.
     */
    Optional<String> device(HttpServletRequest request, EmailAddress account) {
        List<Matcher> shown = shown(request);
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        Optional<Account> known = database.read(em -> AccountRows.byEmail(em, account));
        String holder = known.map(DeviceCookie::holder).orElse("");
        Optional<Known> device = find(shown, holder);
        return known.isPresent() ? device.map(Known::device) : Optional.empty();
    }

    private static List<Matcher> shown(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return Stream.of(cookies == null ? new Cookie[0] : cookies)
                .filter(cookie -> cookie.getName().equals(NAME) && cookie.getValue() != null)
                .map(cookie -> FORM.matcher(cookie.getValue()))
                .filter(Matcher::matches)
                .toList();
    }

    /** Of whom a cookie is: the account, as long as it has the same password. */
    private static String holder(Account account) {
        return account.id() + "." + account.passwordNumber();
    }

    private Optional<Known> find(List<Matcher> shown, String holder) {
        return shown.stream()
                .filter(cookie -> isGenuine(cookie, holder))
                .map(cookie -> new Known(cookie.group(1), Instant.ofEpochSecond(Long.parseLong(cookie.group(2)))))
                // since + life == now is over, as with a token.
                .filter(known -> clock.instant().isBefore(known.since().plus(life)))
                .findFirst();
    }

    private boolean isGenuine(Matcher cookie, String holder) {
        byte[] made = value(cookie.group(1), cookie.group(2), holder).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(made, cookie.group().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * After a sign-in. A device that is known already keeps its cookie, and with it its count, and gets another for the same
     * device when half of the cookie's life is over.
     */
    void remember(HttpServletRequest request, HttpServletResponse response, Account signedIn) {
        Optional<Known> known = find(shown(request), holder(signedIn));
        Instant now = clock.instant();
        if (known.isPresent() && now.isBefore(known.get().since().plus(life.dividedBy(2)))) {
            return;
        }
        String device = known.map(Known::device).orElseGet(() -> encoded(random(DEVICE_BYTES)));
        String value = value(device, Long.toString(now.getEpochSecond()), holder(signedIn));
        response.addCookie(SafeCookie.of(request, secure, NAME, value, "/api/v1/auths", life));
    }

    private String value(String device, String since, String holder) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            // None of the parts has a dot within but the last.
            String said = device + "." + since;
            byte[] proof = mac.doFinal((said + "." + holder).getBytes(StandardCharsets.UTF_8));
            return said + "." + encoded(proof);
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
