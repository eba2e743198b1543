package org.corral.token;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.corral.settings.Role;
import org.corral.settings.TokenSettings;
import org.corral.token.TokenRejectedException.Reason;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.AudValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.IssValidator;
import org.jose4j.jwt.consumer.JtiValidator;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.SubValidator;
import org.jose4j.jwt.consumer.TypeValidator;

/** Checks the tokens of one key, with its one algorithm. It does not check the time, or whether a token may have no end. */
final class KeyVerifier {
    private final Map<String, Object> header;
    private final JwtConsumer consumer;

    KeyVerifier(RingKey key, TokenSettings settings) {
        this.header = Map.of("alg", key.algorithm().text(), "kid", key.id(), Claims.TYPE_HEADER, Claims.TYPE);
        this.consumer = new JwtConsumerBuilder()
                .setVerificationKey(key.verificationKey())
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT, key.algorithm().text())
                // Its own validators ask the system for the time; ours comes from a Clock, and jose4j's is fixed when
                // it is built. All others are here again.
                .setSkipAllDefaultValidators()
                .registerValidator(new TypeValidator(true, Claims.TYPE))
                .registerValidator(new IssValidator(settings.issuer(), true))
                .registerValidator(new AudValidator(Set.of(settings.audience()), true))
                .registerValidator(new SubValidator(true))
                .registerValidator(new JtiValidator(true))
                .build();
    }

    /**
     * @param presented the header of the token. It must be exactly the one that Corral writes: {@code crit},
     *     {@code b64}, {@code zip}, or a key that the token brings along ({@code jwk}, {@code jku}, {@code x5u}) are
     *     not interpreted.
     */
    VerifiedToken verify(String text, Map<String, Object> presented) throws TokenRejectedException {
        if (!presented.equals(header)) {
            throw new TokenRejectedException(Reason.HEADER);
        }
        try {
            return token(consumer.processToClaims(text));
        } catch (InvalidJwtException e) {
            // Neither passed on nor logged, because its message contains the token.
            throw new TokenRejectedException(reason(e));
        } catch (MalformedClaimException e) {
            throw new TokenRejectedException(Reason.CLAIMS);
        }
    }

    private static Reason reason(InvalidJwtException failure) {
        if (failure.hasErrorCode(ErrorCodes.SIGNATURE_INVALID) || failure.hasErrorCode(ErrorCodes.SIGNATURE_MISSING)) {
            return Reason.SIGNATURE;
        }
        boolean unreadable =
                failure.hasErrorCode(ErrorCodes.JSON_INVALID) || failure.hasErrorCode(ErrorCodes.MISCELLANEOUS);
        return unreadable ? Reason.MALFORMED : Reason.CLAIMS;
    }

    /** Tokens of versions without eras belong to the first era. */
    private static long era(JwtClaims claims) throws MalformedClaimException {
        Long era = claims.getClaimValue(Claims.ERA, Long.class);
        return era == null ? 0 : era;
    }

    private VerifiedToken token(JwtClaims claims) throws MalformedClaimException, TokenRejectedException {
        Optional<Role> role =
                Optional.ofNullable(claims.getStringClaimValue(Claims.ROLE)).flatMap(Role::of);
        boolean complete = role.isPresent()
                && claims.getIssuedAt() != null
                && !claims.getJwtId().isEmpty()
                && !claims.getSubject().isEmpty()
                && claims.getSubject().equals(claims.getStringClaimValue(Claims.ACCOUNT));
        if (!complete) {
            throw new TokenRejectedException(Reason.CLAIMS);
        }
        return new VerifiedToken(
                claims.getJwtId(),
                claims.getSubject(),
                Instant.ofEpochSecond(claims.getIssuedAt().getValue()),
                Optional.ofNullable(claims.getExpirationTime())
                        .map(NumericDate::getValue)
                        .map(Instant::ofEpochSecond),
                role.get(),
                era(claims));
    }
}
