package org.corral.token;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.corral.settings.Role;
import org.corral.settings.TokenSettings;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Issues tokens. May be used from any number of threads. */
public final class TokenIssuer {
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyRing ring;
    private final TokenSettings settings;
    private final Supplier<Duration> lifetime;
    private final Clock clock;

    /** For tokens with the lifetime of the settings. */
    public TokenIssuer(KeyRing ring, TokenSettings settings, Clock clock) {
        this(ring, settings, settings::lifetime, clock);
    }

    /** @param lifetime of a token that is issued at this moment; zero for a token without an end */
    public TokenIssuer(KeyRing ring, TokenSettings settings, Supplier<Duration> lifetime, Clock clock) {
        this.ring = ring;
        this.settings = settings;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * Issues a token that is valid from now on. The role in it is for other readers; Corral looks up the account itself.
     *
     * @param era of the account, read before the check that gives its owner the right to this token
     */
    public IssuedToken issue(String accountId, Role role, long era) {
        Instant issuedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<Instant> expiresAt = expiry(issuedAt);
        JwtClaims claims = new JwtClaims();
        claims.setSubject(accountId);
        // Scripts for Open WebUI read this claim.
        claims.setStringClaim(Claims.ACCOUNT, accountId);
        String id = freshId();
        claims.setJwtId(id);
        claims.setIssuedAt(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        expiresAt.ifPresent(end -> claims.setExpirationTime(NumericDate.fromSeconds(end.getEpochSecond())));
        claims.setIssuer(settings.issuer());
        claims.setAudience(settings.audience());
        claims.setStringClaim(Claims.ROLE, role.text());
        claims.setClaim(Claims.ERA, era);
        return new IssuedToken(id, sign(claims), expiresAt);
    }

    private static String freshId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Optional<Instant> expiry(Instant issuedAt) {
        Duration life = lifetime.get();
        return life.isZero()
                ? Optional.empty()
                : Optional.of(issuedAt.plus(life).truncatedTo(ChronoUnit.SECONDS));
    }

    private String sign(JwtClaims claims) {
        RingKey key = ring.active();
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(key.algorithm().text());
        signature.setKeyIdHeaderValue(key.id());
        signature.setHeader(Claims.TYPE_HEADER, Claims.TYPE);
        signature.setPayload(claims.toJson());
        signature.setKey(key.signingKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(
                    "this Java can't sign with " + key.algorithm().text(), e);
        }
    }
}
