package org.corral.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.corral.timing.HandClock;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssuerTokensTest {
    private static final Instant START = HandClock.START;

    private final Issuer issuer = new Issuer();
    private final HandClock clock = new HandClock();
    private final IssuerKeys keys = new IssuerKeys(issuer, clock);
    private final IssuerTokens tokens = new IssuerTokens(Issuer.settings("role"), keys, clock);
    private PublicJsonWebKey key;

    @BeforeEach
    void publish() throws Exception {
        key = issuer.publish("one");
    }

    private static NumericDate at(Instant time) {
        return NumericDate.fromSeconds(time.getEpochSecond());
    }

    private String token(Consumer<JwtClaims> change) throws Exception {
        JwtClaims claims = Issuer.claims(at(START.plusSeconds(100)));
        change.accept(claims);
        return Issuer.sign(key, claims, Map.of());
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void holderIsWhomTheTokenNames() throws Exception {
        TokenHolder holder = tokens.verify(token(claims -> claims.setClaim("role", "user")));
        assertThat(holder.getName()).isEqualTo("ada");
        assertThat(holder.roles()).containsExactly("user");
        assertThat(holder.claims()).containsEntry("iss", Issuer.NAME);
        assertThat(holder.toString()).doesNotContain(Issuer.NAME);
    }

    @Test
    void tokenForOthersOrOfOthersIsRefused() throws Exception {
        assertRefused(token(claims -> claims.setIssuer("https://issuer.test/")));
        assertRefused(token(claims -> claims.unsetClaim("iss")));
        assertRefused(token(claims -> claims.setAudience("other")));
        assertRefused(token(claims -> claims.unsetClaim("aud")));
        assertRefused(token(claims -> claims.unsetClaim("sub")));
        assertRefused(token(claims -> claims.setSubject("")));
        assertRefused(token(claims -> claims.unsetClaim("exp")));
        assertRefused(token(claims -> claims.setClaim("exp", "soon")));
        for (String text : List.of("", "x", "a.b.c", "..", "x".repeat(20_000))) {
            assertRefused(text);
        }
    }

    @Test
    void tokenIsGoodInItsTimeOnly() throws Exception {
        String token = token(claims -> {});
        String early = token(claims -> claims.setNotBefore(at(START.plusSeconds(61))));
        assertThat(tokens.verify(token).subject()).isEqualTo("ada");
        assertRefused(early);
        clock.set(START.plusSeconds(1));
        assertThat(tokens.verify(early).subject()).isEqualTo("ada");
        clock.set(START.plusMillis(99_999));
        assertThat(tokens.verify(token).subject()).isEqualTo("ada");
        clock.set(START.plusSeconds(100));
        assertThat(catchThrowableOfType(TokenRefusedException.class, () -> tokens.verify(token))
                        .expired())
                .isTrue();
    }

    @Test
    void onlyTheIssuersOwnSignatureCounts() throws Exception {
        JwtClaims claims = Issuer.claims(at(START.plusSeconds(100)));
        PublicJsonWebKey foreign = new Issuer().publish("one");
        assertRefused(Issuer.sign(foreign, claims, Map.of()));
        assertRefused(Issuer.sign(
                foreign, claims, Map.of("jwk", foreign.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))));
        String good = Issuer.sign(key, claims, Map.of());
        assertRefused(good.substring(0, good.lastIndexOf('.') + 1));
        assertRefused(
                "eyJhbGciOiJub25lIiwia2lkIjoib25lIn0" + good.substring(good.indexOf('.'), good.lastIndexOf('.') + 1));
        assertRefused(withPublicKeyAsSecret(claims));
        assertThat(tokens.verify(good).subject()).isEqualTo("ada");
    }

    private String withPublicKeyAsSecret(JwtClaims claims) throws Exception {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKeyIdHeaderValue("one");
        signature.setPayload(claims.toJson());
        signature.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        return signature.getCompactSerialization();
    }

    @Test
    void tokenWithoutAKeyIdIsTakenWhereOneKeyOnlyMayBeMeant() throws Exception {
        key.setKeyId(null);
        String token = token(claims -> {});
        assertThat(tokens.verify(token).subject()).isEqualTo("ada");
        issuer.publish("two");
        keys.refresh();
        assertRefused(token);
    }

    @Test
    void rolesMayStandInAListOrWithinAnotherClaim() throws Exception {
        IssuerTokens within = new IssuerTokens(Issuer.settings("realm_access.roles"), keys, clock);
        assertThat(within.verify(token(claims -> claims.setClaim("realm_access", Map.of("roles", List.of("a", "b")))))
                        .roles())
                .isEqualTo(Set.of("a", "b"));
        assertThat(within.verify(token(claims -> claims.setClaim("realm_access.roles", "c  d")))
                        .roles())
                .isEqualTo(Set.of("c", "d"));
        assertThat(within.verify(token(claims -> claims.setClaim("realm_access", "x")))
                        .roles())
                .isEmpty();
    }

    @Test
    void unknownKeyIsAskedForOnceInAWhile() throws Exception {
        tokens.verify(token(claims -> {}));
        assertThat(issuer.asked).isEqualTo(1);
        PublicJsonWebKey other = issuer.publish("two");
        String ofOther = Issuer.sign(other, Issuer.claims(at(START.plusSeconds(100))), Map.of());
        for (int i = 0; i < 100; i++) {
            assertRefused(ofOther);
        }
        assertThat(issuer.asked).isEqualTo(1);

        clock.set(START.plus(IssuerKeys.FLOOR));
        assertThat(tokens.verify(ofOther).subject()).isEqualTo("ada");
        assertThat(issuer.asked).isEqualTo(2);
    }

    @Test
    void lastGoodKeysStayWhileTheIssuerIsAway() throws Exception {
        String token = token(claims -> {});
        tokens.verify(token);
        issuer.away = true;
        clock.set(START.plus(Duration.ofSeconds(50)));
        keys.refresh();
        assertThat(tokens.verify(token).subject()).isEqualTo("ada");
    }

    @Test
    void keyThatTheIssuerWithdrawsIsBelievedNoMore() throws Exception {
        String token = token(claims -> {});
        tokens.verify(token);
        issuer.publish("two");
        issuer.withdraw(key);
        keys.refresh();
        assertRefused(token);
    }

    @Test
    void whereNoKeyWasEverFetchedNobodyIsCalledAForger() throws Exception {
        issuer.away = true;
        String token = token(claims -> {});
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(KeysUnavailableException.class);
        issuer.away = false;
        clock.set(START.plusSeconds(1));
        assertThat(tokens.verify(token).subject()).isEqualTo("ada");
    }
}
