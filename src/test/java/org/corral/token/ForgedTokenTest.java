package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.corral.settings.Role;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.token.TokenRejectedException.Reason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that one can do to a token, against the verifier with a key in a real database. */
class ForgedTokenTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final TokenSettings SETTINGS = Given.settings(TokenAlgorithm.RS256);
    private static final HandClock CLOCK = new HandClock();

    @TempDir
    static Path folder;

    private static Database database;
    private static RingKey key;
    private static String good;
    private static TokenVerifier verifier;

    @BeforeAll
    static void openRing() throws Exception {
        database = Given.database(folder);
        KeyRing ring = KeyRing.open(database, SETTINGS, CLOCK);
        key = ring.active();
        good = new TokenIssuer(ring, SETTINGS, CLOCK)
                .issue("account-1", Role.USER)
                .text();
        verifier = new TokenVerifier(ring, SETTINGS, CLOCK);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void handMadeTokenWithTheRightKeyIsTaken() throws Exception {
        assertThat(verifier.verify(forgery().rs256(key.signingKey())).accountId())
                .isEqualTo("account-1");
    }

    @Test
    void noneIsNoAlgorithm() {
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            String unsigned = forgery().header("alg", none).unsigned();
            assertThat(rejection(unsigned + ".")).isEqualTo(Reason.MALFORMED);
            assertThat(rejection(unsigned + ".AAAA")).isEqualTo(Reason.HEADER);
            assertThat(rejection(unsigned + "." + part(2))).isEqualTo(Reason.HEADER);
        }
    }

    @Test
    void publicKeyIsNoSharedSecret() throws Exception {
        byte[] der = key.verificationKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.UTF_8))) {
            assertThat(rejection(forgery().header("alg", "HS256").hs256(secret)))
                    .isEqualTo(Reason.HEADER);
            assertThat(rejection(forgery().hs256(secret))).isEqualTo(Reason.SIGNATURE);
        }
    }

    @Test
    void anotherKeyOfTheSameKindIsNotOurs() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        assertThat(rejection(forgery().rs256(generator.generateKeyPair().getPrivate())))
                .isEqualTo(Reason.SIGNATURE);
    }

    @Test
    void keyMustBeNamedAndKnown() throws Exception {
        assertThat(rejection(forgery().withoutHeader("kid").rs256(key.signingKey())))
                .isEqualTo(Reason.HEADER);
        assertThat(rejection(forgery().header("kid", "another").rs256(key.signingKey())))
                .isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(rejection(forgery().header("kid", 7).rs256(key.signingKey())))
                .isEqualTo(Reason.HEADER);
        assertThat(rejection(forgery().header("kid", "").rs256(key.signingKey())))
                .isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(rejection(forgery().header("kid", "' OR '1'='1").rs256(key.signingKey())))
                .isEqualTo(Reason.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256", "ES256", "HS256", "rs256", "EdDSA"})
    void keyHasOneAlgorithm(String algorithm) throws Exception {
        assertThat(rejection(forgery().header("alg", algorithm).rs256(key.signingKey())))
                .isEqualTo(Reason.HEADER);
    }

    @Test
    void headerThatIsNotOursIsRefusedEvenWhenSigned() throws Exception {
        Map<String, Object> strangers = Map.of(
                "jwk",
                Map.of("kty", "oct", "k", "AAAA"),
                "jku",
                "http://127.0.0.1:1/keys",
                "x5u",
                "http://127.0.0.1:1/certificate",
                "x5c",
                List.of("AAAA"),
                "crit",
                List.of("exp"),
                "b64",
                false,
                "zip",
                "DEF",
                "cty",
                "JWT",
                "enc",
                "A256GCM",
                "x",
                1);
        for (Map.Entry<String, Object> stranger : strangers.entrySet()) {
            assertThat(rejection(forgery()
                            .header(stranger.getKey(), stranger.getValue())
                            .rs256(key.signingKey())))
                    .as(stranger.getKey())
                    .isEqualTo(Reason.HEADER);
        }
        for (Object type : List.of("at+jwt", "jwt", "JOSE", 1)) {
            assertThat(rejection(forgery().header("typ", type).rs256(key.signingKey())))
                    .isEqualTo(Reason.HEADER);
        }
        assertThat(rejection(forgery().withoutHeader("typ").rs256(key.signingKey())))
                .isEqualTo(Reason.HEADER);
        assertThat(rejection(forgery().withoutHeader("alg").rs256(key.signingKey())))
                .isEqualTo(Reason.HEADER);
    }

    @Test
    void memberThatComesTwiceIsRefused() throws Exception {
        String header = "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"" + key.id() + "\",\"typ\":\"JWT\"}";
        String claims = part(1);
        String doubled = new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8)
                .replace("{\"sub\":", "{\"sub\":\"admin\",\"sub\":");
        assertThat(rejection(Forgery.rs256(Forgery.encode(header) + "." + claims, key.signingKey())))
                .isEqualTo(Reason.MALFORMED);
        assertThat(rejection(Forgery.rs256(part(0) + "." + Forgery.encode(doubled), key.signingKey())))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void eachByteCounts() throws Exception {
        for (int i = 0; i < good.length(); i++) {
            if (good.charAt(i) == '.') {
                continue;
            }
            int value = ALPHABET.indexOf(good.charAt(i));
            String changed = good.substring(0, i) + ALPHABET.charAt(value ^ 0b100000) + good.substring(i + 1);
            assertThat(rejection(changed)).as("character %d", i).isNotNull();
        }
    }

    @Test
    void tokenHasOneSpellingOnly() {
        String[] parts = {part(0), part(1), part(2)};
        for (int i = 0; i < 3; i++) {
            for (String spelling : spellings(parts[i])) {
                String[] changed = parts.clone();
                changed[i] = spelling;
                assertThat(rejection(String.join(".", changed)))
                        .as("part %d as %s", i, spelling)
                        .isEqualTo(Reason.MALFORMED);
            }
        }
    }

    /** All that jose4j's own decoder takes for the same bytes, or nearly. */
    private static List<String> spellings(String part) {
        return List.of(
                part + "=",
                part + "==",
                part + "\n",
                part + " ",
                " " + part,
                "\t" + part,
                part.substring(0, 5) + "\r\n" + part.substring(5),
                part.substring(0, 5) + "%" + part.substring(5),
                part + "\u0000",
                part + "\u00e9",
                part.substring(4) + "+/+/",
                "");
    }

    @ParameterizedTest
    @CsvSource({
        "QQ,true",
        "QR,false",
        "Qf,false",
        "QQQ,true",
        "QQR,false",
        "QUI,true",
        "QUJ,false",
        "QUJD,true",
        "Q,false",
        "QUJDQ,false"
    })
    void bitsThatAreLeftOverAreZero(String part, boolean canonical) {
        assertThat(CompactForm.isCanonical("QUJD.QUJD." + part)).isEqualTo(canonical);
        assertThat(CompactForm.isCanonical(part + ".QUJD.QUJD")).isEqualTo(canonical);
        assertThat(CompactForm.isCanonical("QUJD." + part + ".QUJD")).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a",
                "QUJD",
                "QUJD.QUJD",
                "QUJD.QUJD.QUJD.QUJD",
                ".QUJD.QUJD",
                "QUJD..QUJD",
                "QUJD.QUJD.",
                "QUJD.QUJD.QUJD.",
                "QUJD.QUJD.QUJD.QUJD.QUJD",
                "Bearer QUJD.QUJD.QUJD",
                "null",
                "sk-0123456789"
            })
    void whatHasNotThreePartsIsMalformed(String text) {
        assertThat(rejection(text)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void partsWithoutJsonAreMalformed() throws Exception {
        for (String header : List.of("x", "[]", "null", "\"text\"", "{", "{}}", "1")) {
            assertThat(rejection(Forgery.encode(header) + ".QUJD.QUJD"))
                    .as(header)
                    .isIn(Reason.MALFORMED, Reason.HEADER);
        }
        for (String claims : List.of("x", "[]", "null", "{")) {
            String signed = Forgery.rs256(part(0) + "." + Forgery.encode(claims), key.signingKey());
            assertThat(rejection(signed)).as(claims).isIn(Reason.MALFORMED, Reason.CLAIMS);
        }
    }

    @Test
    void lengthIsLimitedBeforeAnythingElse() throws Exception {
        int limit = SETTINGS.maxLength();
        assertThat(rejection("x".repeat(limit))).isEqualTo(Reason.MALFORMED);
        assertThat(rejection("x".repeat(limit + 1))).isEqualTo(Reason.TOO_LONG);
        assertThat(rejection(forgery().claim("x", "y".repeat(limit)).rs256(key.signingKey())))
                .isEqualTo(Reason.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "id", "jti", "iat", "exp", "iss", "aud", "role"})
    void eachClaimMustBeThereAndOfItsKind(String claim) throws Exception {
        assertThat(rejection(forgery().without(claim).rs256(key.signingKey()))).isEqualTo(Reason.CLAIMS);
        for (Object wrong : List.of("", true, List.of(), Map.of("a", 1), "somebody else")) {
            if (claim.equals("jti") && wrong.equals("somebody else")) {
                continue;
            }
            assertThat(rejection(forgery().claim(claim, wrong).rs256(key.signingKey())))
                    .as("%s %s", claim, wrong)
                    .isIn(Reason.CLAIMS, Reason.MALFORMED);
        }
    }

    @Test
    void reasonTellsNothingOfTheToken() {
        TokenRejectedException refused = catchThrowableOfType(
                TokenRejectedException.class, () -> verifier.verify(good.substring(0, good.length() - 8) + "AAAAAAAA"));
        assertThat(refused).hasMessage("token rejected: SIGNATURE").hasNoCause();
        assertThat(refused.getStackTrace()).isEmpty();
    }

    private static String part(int index) {
        return good.split("\\.", -1)[index];
    }

    private static Forgery forgery() {
        return new Forgery(key, CLOCK.instant().getEpochSecond());
    }

    private static Reason rejection(String text) {
        return catchThrowableOfType(TokenRejectedException.class, () -> verifier.verify(text))
                .reason();
    }
}
