package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.corral.settings.Role;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.timing.HandClock;
import org.corral.token.TokenRejectedException.Reason;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("storage")
class TokenLifeTest {
    private final HandClock clock = new HandClock();

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void openDatabase() throws Exception {
        database = Given.database(folder);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsIssuedIsVerified(TokenAlgorithm algorithm) throws Exception {
        TokenSettings settings = Given.settings(algorithm);
        KeyRing ring = KeyRing.open(database, settings, Given.KEYS, clock);
        clock.set(Instant.parse("2031-05-01T10:00:00.750Z"));
        IssuedToken issued = new TokenIssuer(ring, settings, clock).issue("account-1", Role.ADMIN, 0);
        VerifiedToken token = new TokenVerifier(ring, settings, clock).verify(issued.text());
        assertThat(token.accountId()).isEqualTo("account-1");
        assertThat(token.role()).isEqualTo(Role.ADMIN);
        assertThat(token.issuedAt()).isEqualTo(Instant.parse("2031-05-01T10:00:00Z"));
        assertThat(token.expiresAt()).isEqualTo(issued.expiresAt()).hasValue(Instant.parse("2031-05-01T11:00:00Z"));
        assertThat(issued.toString()).doesNotContain(issued.text());
    }

    @Test
    void claimsAndHeaderAreThoseThatWerePromised() throws Exception {
        TokenSettings settings = Given.settings(TokenAlgorithm.ES256);
        KeyRing ring = KeyRing.open(database, settings, Given.KEYS, clock);
        TokenIssuer issuer = new TokenIssuer(ring, settings, clock);
        String text = issuer.issue("account-1", Role.PENDING, 0).text();
        JsonWebSignature signature = (JsonWebSignature) JsonWebSignature.fromCompactSerialization(text);
        assertThat(signature.getHeader("typ")).isEqualTo("JWT");
        assertThat(signature.getKeyIdHeaderValue()).isEqualTo(ring.active().id());
        assertThat(signature.getAlgorithmHeaderValue()).isEqualTo("ES256");
        JwtClaims claims = claims(text);
        assertThat(claims.getClaimNames())
                .containsExactlyInAnyOrder("sub", "id", "jti", "iat", "exp", "iss", "aud", "role", "era");
        assertThat(claims.getClaimValueAsString("role")).isEqualTo("pending");
        // 128 bits in base64url.
        assertThat(claims.getJwtId())
                .hasSize(22)
                .isNotEqualTo(claims(issuer.issue("account-1", Role.PENDING, 0).text())
                        .getJwtId());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void tokenEndsInTheSecondThatItNames(int cacheSize) throws Exception {
        TokenSettings settings = Given.cacheOf(cacheSize);
        KeyRing ring = KeyRing.open(database, settings, Given.KEYS, clock);
        IssuedToken issued = new TokenIssuer(ring, settings, clock).issue("account-1", Role.USER, 0);
        TokenVerifier verifier = new TokenVerifier(ring, settings, clock);
        clock.set(issued.expiresAt().orElseThrow().minusMillis(1));
        assertThat(verifier.verify(issued.text()).accountId()).isEqualTo("account-1");
        // exp == now is expired, also for a token that is remembered.
        clock.set(issued.expiresAt().orElseThrow());
        assertThat(rejection(verifier, issued.text())).isEqualTo(Reason.EXPIRED);
        clock.move(Duration.ofSeconds(1));
        assertThat(rejection(verifier, issued.text())).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void tokenOfTheNextQuarterOfAnHourIsTakenAndOfALaterOneIsNot() throws Exception {
        TokenSettings settings = Given.settings(TokenAlgorithm.ES256);
        KeyRing ring = KeyRing.open(database, settings, Given.KEYS, clock);
        TokenVerifier verifier = new TokenVerifier(ring, settings, clock);
        Instant now = clock.instant();
        clock.set(now.plusSeconds(900));
        String soon = new TokenIssuer(ring, settings, clock)
                .issue("account-1", Role.USER, 0)
                .text();
        clock.set(now.plusSeconds(901));
        String later = new TokenIssuer(ring, settings, clock)
                .issue("account-1", Role.USER, 0)
                .text();
        clock.set(now);
        assertThat(verifier.verify(soon).accountId()).isEqualTo("account-1");
        assertThat(rejection(verifier, later)).isEqualTo(Reason.NOT_YET);
    }

    /** Though it was signed by us: whoever takes the setting back does not want such tokens any more. */
    @Test
    void tokenWithoutAnEndIsTakenOnlyWhileTokensHaveNone() throws Exception {
        TokenSettings endless = Given.living(TokenAlgorithm.ES256, Duration.ZERO);
        TokenSettings mortal = Given.living(TokenAlgorithm.ES256, Duration.ofHours(1));
        KeyRing ring = KeyRing.open(database, endless, Given.KEYS, clock);
        IssuedToken issued = new TokenIssuer(ring, endless, clock).issue("account-1", Role.USER, 0);
        IssuedToken ending = new TokenIssuer(ring, mortal, clock).issue("account-1", Role.USER, 0);
        assertThat(issued.expiresAt()).isEmpty();
        assertThat(claims(issued.text()).hasClaim("exp")).isFalse();
        TokenVerifier verifier = new TokenVerifier(ring, endless, clock);
        assertThat(rejection(new TokenVerifier(ring, mortal, clock), issued.text()))
                .isEqualTo(Reason.CLAIMS);
        clock.move(Duration.ofDays(3650));
        assertThat(verifier.verify(issued.text()).expiresAt()).isEmpty();
        assertThat(rejection(verifier, ending.text())).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void rememberedTokenIsTheSameObject() throws Exception {
        TokenSettings settings = Given.cacheOf(10);
        KeyRing ring = KeyRing.open(database, settings, Given.KEYS, clock);
        String text = new TokenIssuer(ring, settings, clock)
                .issue("account-1", Role.USER, 0)
                .text();
        TokenVerifier remembering = new TokenVerifier(ring, settings, clock);
        assertThat(remembering.verify(text)).isSameAs(remembering.verify(text));
        TokenVerifier forgetful = new TokenVerifier(ring, Given.cacheOf(0), clock);
        assertThat(forgetful.verify(text)).isNotSameAs(forgetful.verify(text));
    }

    @Test
    void tokenForAnotherInstallationIsRefused() throws Exception {
        TokenSettings settings = Given.settings(TokenAlgorithm.ES256);
        KeyRing ring = KeyRing.open(database, settings, Given.KEYS, clock);
        TokenVerifier verifier = new TokenVerifier(ring, settings, clock);
        for (TokenSettings other : new TokenSettings[] {
            new TokenSettings(Given.LIFETIME, TokenAlgorithm.ES256, "other", "audience", 4096, 0, settings.secret()),
            new TokenSettings(Given.LIFETIME, TokenAlgorithm.ES256, "issuer", "other", 4096, 0, settings.secret())
        }) {
            String text = new TokenIssuer(ring, other, clock)
                    .issue("account-1", Role.USER, 0)
                    .text();
            assertThat(rejection(verifier, text)).isEqualTo(Reason.CLAIMS);
        }
    }

    private static JwtClaims claims(String text) throws Exception {
        return new JwtConsumerBuilder()
                .setSkipAllValidators()
                .setSkipSignatureVerification()
                .build()
                .processToClaims(text);
    }

    private static Reason rejection(TokenVerifier verifier, String text) {
        return catchThrowableOfType(TokenRejectedException.class, () -> verifier.verify(text))
                .reason();
    }
}
