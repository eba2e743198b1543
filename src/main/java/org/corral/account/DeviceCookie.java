package org.corral.account;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.corral.http.SafeCookie;
import org.corral.settings.CookieSecure;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;

/**
 * By this cookie a device is known again on which somebody signed in before. It opens nothing: it only spares its owner
 * the wait when others guess at his account. A random number and its HMAC together with the account's address, so that a
 * cookie of one account is worth nothing for another, and nothing is kept for each device.
 */
public final class DeviceCookie {
    static final String NAME = "corral-device";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int DEVICE_BYTES = 16;
    private static final Duration LIFE = Duration.ofDays(365);

    private final SecretKeySpec key;
    private final CookieSecure secure;

    private DeviceCookie(SecretKeySpec key, CookieSecure secure) {
        this.key = key;
        this.secure = secure;
    }

    /** Makes the key at the first start; all nodes share it by the database. */
    public static DeviceCookie open(Database database, CookieSecure secure) {
        String text = database.writeAgain(EnumSet.allOf(ConflictException.Kind.class), em -> {
            KeptValue kept = em.find(KeptValue.class, NAME);
            if (kept == null) {
                kept = new KeptValue(NAME, encoded(random(KEY_BYTES)));
                em.persist(kept);
            }
            return kept.text();
        });
        return new DeviceCookie(new SecretKeySpec(Base64.getUrlDecoder().decode(text), ALGORITHM), secure);
    }

    /** What tells this device from others; empty unless this account was signed in to on it. */
    Optional<String> device(HttpServletRequest request, EmailAddress account) {
        Cookie[] cookies = request.getCookies();
        return Stream.of(cookies == null ? new Cookie[0] : cookies)
                .filter(cookie -> cookie.getName().equals(NAME) && cookie.getValue() != null)
                .map(Cookie::getValue)
                .filter(value -> isGenuine(value, account))
                .findFirst();
    }

    private boolean isGenuine(String value, EmailAddress account) {
        byte[] made = value(value.split("\\.", 2)[0], account).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(made, value.getBytes(StandardCharsets.UTF_8));
    }

    /** After a sign-in. A device that is known already keeps its cookie, and with it its count. */
    void remember(HttpServletRequest request, HttpServletResponse response, Account signedIn) {
        Optional<EmailAddress> account = EmailAddress.callerName(signedIn.email());
        if (account.isPresent() && device(request, account.get()).isEmpty()) {
            String value = value(encoded(random(DEVICE_BYTES)), account.get());
            response.addCookie(SafeCookie.of(request, secure, NAME, value, "/api/v1/auths", LIFE));
        }
    }

    private String value(String device, EmailAddress account) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(device.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) '.');
            byte[] proof = mac.doFinal(account.key().getBytes(StandardCharsets.UTF_8));
            return device + "." + encoded(proof);
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
