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
 * Checks tokens. May be used from any number of threads; a token that was seen before costs a look into a map, a new one
 * up to 2 ms of arithmetic. Nothing here says whether the account still exists.
 */
public final class TokenVerifier {
    /** How far the clocks of two nodes may differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

    private final KeyRing ring;
    private final TokenSettings settings;
    private final Supplier<Duration> lifetime;
    private final Clock clock;
    private final Map<String, KeyVerifier> verifiers = new ConcurrentHashMap<>();
    private final Cache<String, VerifiedToken> verified;

    /** Of tokens that live as long as the settings say. */
    public TokenVerifier(KeyRing ring, TokenSettings settings, Clock clock) {
        this(ring, settings, settings::lifetime, clock);
    }

    /** @param lifetime of tokens at this moment; only while it is zero is one without an end believed */
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
     * The token that this text is.
     *
     * @throws TokenRejectedException when it is not one of ours, or not at this time
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

    /** By jose4j's parser, which refuses members that come twice. */
    private static Map<String, Object> header(String text) throws TokenRejectedException {
        byte[] json = Base64.getUrlDecoder().decode(text.substring(0, text.indexOf('.')));
        try {
            return JsonUtil.parseJson(new String(json, StandardCharsets.UTF_8));
        } catch (JoseException e) {
            throw new TokenRejectedException(Reason.MALFORMED);
        }
    }

    /** Without leeway for the end: it is our own clock, or that of a node beside us. */
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
