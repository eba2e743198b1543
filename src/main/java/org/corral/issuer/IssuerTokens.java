package org.corral.issuer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the tokens of one issuer. May be used from any number of threads; a token that was verified before costs a look
 * into a map. The result does not say whether the issuer has revoked the token.
 */
public final class IssuerTokens implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IssuerTokens.class.getName());

    /** How far the issuer's clock may be ahead of ours. There is no such leeway for the end of a token. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

    private static final int LONGEST = 16_384;
    private static final int REMEMBERED = 10_000;

    private final IssuerSettings settings;
    private final RoleClaim roles;
    private final IssuerKeys keys;
    private final Clock clock;
    private final Cache<String, Seen> verified = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            // In the caller's thread: one of the common pool would keep a stopped web application in memory.
            .executor(Runnable::run)
            .build();

    IssuerTokens(IssuerSettings settings, IssuerKeys keys, Clock clock) {
        this.settings = settings;
        this.roles = new RoleClaim(settings.roleClaim());
        this.keys = keys;
        this.clock = clock;
    }

    /** @param by the keys that were known at the check; when they change, the token is checked again */
    private record Seen(TokenHolder holder, Instant begins, Instant ends, KeyList by) {}

    /** Begins to fetch the keys, and does not wait for them, since the issuer may start later than this application. */
    public static IssuerTokens open(IssuerSettings settings) {
        if (settings.exposed()) {
            LOG.log(
                    Level.WARNING,
                    "The issuer''s keys come from {0} in the open: whoever is on the way can forge tokens. Use https.",
                    settings.jwksUri());
        }
        IssuerKeys keys = new IssuerKeys(KeySource.at(settings.jwksUri()), Clock.systemUTC());
        keys.start();
        return new IssuerTokens(settings, keys, Clock.systemUTC());
    }

    /**
     * Verifies a token; blocks while a key is fetched that is not known yet.
     *
     * @throws TokenRefusedException if the token is not one of this issuer for this audience, or is not valid at this time
     */
    public TokenHolder verify(String text) throws TokenRefusedException, KeysUnavailableException {
        Seen seen = seen(text);
        Instant now = clock.instant();
        // exp == now is expired (RFC 7519 section 4.1.4: "on or after which").
        if (!now.isBefore(seen.ends())) {
            throw new TokenRefusedException(true);
        }
        if (seen.begins().isAfter(now.plus(CLOCKS_DIFFER))) {
            throw new TokenRefusedException(false);
        }
        return seen.holder();
    }

    private Seen seen(String text) throws TokenRefusedException, KeysUnavailableException {
        Seen known = verified.getIfPresent(text);
        if (known != null && known.by() == keys.known()) {
            return known;
        }
        Seen checked = check(text);
        verified.put(text, checked);
        return checked;
    }

    private Seen check(String text) throws TokenRefusedException, KeysUnavailableException {
        if (text.length() > LONGEST) {
            throw new TokenRefusedException(false);
        }
        try {
            return read(JwtClaims.parse(payload(text)));
        } catch (JoseException | InvalidJwtException | MalformedClaimException e) {
            // Neither passed on nor logged, because its message contains the token.
            throw new TokenRefusedException(false);
        }
    }

    /** The claims of a token that a key of the issuer has signed; keys that a token brings along do not count. */
    private String payload(String text) throws JoseException, TokenRefusedException, KeysUnavailableException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setCompactSerialization(text);
        String algorithm = Optional.ofNullable(signature.getAlgorithmHeaderValue())
                .orElseThrow(() -> new TokenRefusedException(false));
        // No critical header parameter is known here.
        if (signature.getHeaders().getObjectHeaderValue("crit") != null) {
            throw new TokenRefusedException(false);
        }
        JsonWebKey key = keys.find(Optional.ofNullable(signature.getKeyIdHeaderValue()), algorithm)
                .orElseThrow(() -> new TokenRefusedException(false));
        signature.setKey(key.getKey());
        if (!signature.verifySignature()) {
            throw new TokenRefusedException(false);
        }
        return signature.getPayload();
    }

    private Seen read(JwtClaims claims) throws MalformedClaimException, TokenRefusedException {
        boolean ours = settings.issuer().equals(claims.getIssuer())
                && claims.hasAudience()
                && claims.getAudience().contains(settings.audience())
                && claims.getSubject() != null
                && !claims.getSubject().isEmpty()
                && claims.getExpirationTime() != null;
        if (!ours) {
            throw new TokenRefusedException(false);
        }
        Map<String, Object> all = claims.getClaimsMap();
        return new Seen(
                new TokenHolder(claims.getSubject(), roles.read(all), all),
                later(time(claims.getNotBefore()), time(claims.getIssuedAt())),
                time(claims.getExpirationTime()),
                keys.known());
    }

    private static Instant time(@Nullable NumericDate date) {
        return date == null ? Instant.EPOCH : Instant.ofEpochMilli(date.getValueInMillis());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public void close() {
        keys.close();
    }
}
