package org.corral.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.corral.settings.TokenSettings;
import org.corral.token.TokenRejectedException.Reason;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * Checks tokens. May be used from any number of threads; a token that was verified before costs a look into a map, a new
 * one up to 2 ms of arithmetic. The result does not say whether the account still exists.
 */
public final class TokenVerifier {
    /** How far the clocks of two nodes may differ. A genuine token from the future comes from a node whose clock is ahead. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(15);

    private final KeyRing ring;
    private final TokenSettings settings;
    private final Supplier<Duration> lifetime;
    private final Clock clock;
    private final Map<String, KeyVerifier> verifiers = new ConcurrentHashMap<>();
    private final Cache<String, VerifiedToken> verified;

    /** For tokens with the lifetime of the settings. */
    public TokenVerifier(KeyRing ring, TokenSettings settings, Clock clock) {
        this(ring, settings, settings::lifetime, clock);
    }

    /** @param lifetime of tokens that are issued at this moment; a token without an end is valid only while this is zero */
    public TokenVerifier(KeyRing ring, TokenSettings settings, Supplier<Duration> lifetime, Clock clock) {
        this.ring = ring;
        this.settings = settings;
        this.lifetime = lifetime;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(settings.cacheSize())
                // In the caller's thread: one of the common pool would keep a stopped web application in memory.
                .executor(Runnable::run)
                .build();
    }

    /**
     * Verifies a token.
     *
     * @throws TokenRejectedException if the token is not one of Corral's, or is not valid at this time
     */
    public VerifiedToken verify(String text) throws TokenRejectedException {
        if (text.length() > settings.maxLength()) {
            throw new TokenRejectedException(Reason.TOO_LONG);
        }
        VerifiedToken known = verified.getIfPresent(text);
        VerifiedToken token = known == null ? check(text) : known;
        checkTime(token);
        if (known == null) {
            verified.put(text, token);
        }
        return token;
    }

    private VerifiedToken check(String text) throws TokenRejectedException {
        if (!CompactForm.isCanonical(text)) {
            throw new TokenRejectedException(Reason.MALFORMED);
        }
        Map<String, Object> header = header(text);
        if (!(header.get("kid") instanceof String id)) {
            throw new TokenRejectedException(Reason.HEADER);
        }
        RingKey key = ring.find(id).orElseThrow(() -> new TokenRejectedException(Reason.UNKNOWN_KEY));
        return verifiers
                .computeIfAbsent(id, any -> new KeyVerifier(key, settings))
                .verify(text, header);
    }

    /** Uses jose4j's parser, which refuses members that come twice. */
    private static Map<String, Object> header(String text) throws TokenRejectedException {
        byte[] json = Base64.getUrlDecoder().decode(text.substring(0, text.indexOf('.')));
        try {
            return JsonUtil.parseJson(new String(json, StandardCharsets.UTF_8));
        } catch (JoseException e) {
            throw new TokenRejectedException(Reason.MALFORMED);
        }
    }

    /** Has no leeway for the end, which comes from the clock of this node or of another node. */
    private void checkTime(VerifiedToken token) throws TokenRejectedException {
        Instant now = clock.instant();
        // exp == now is expired (RFC 7519 section 4.1.4: "on or after which").
        Optional<Instant> end = token.expiresAt();
        if (end.isEmpty() && !lifetime.get().isZero()) {
            throw new TokenRejectedException(Reason.CLAIMS);
        }
        if (end.isPresent() && !now.isBefore(end.get())) {
            throw new TokenRejectedException(Reason.EXPIRED);
        }
        if (token.issuedAt().isAfter(now.plus(CLOCKS_DIFFER))) {
            throw new TokenRejectedException(Reason.NOT_YET);
        }
    }
}
