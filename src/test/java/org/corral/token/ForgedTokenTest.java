package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.corral.token.TokenRejectedException.Reason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that one can say in a token, against the verifier with a key in a real database. */
@Tag("storage")
class ForgedTokenTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @TempDir
    static Path folder;

    private static Bench bench;

    @BeforeAll
    static void openBench() throws Exception {
        bench = Bench.open(folder);
    }

    @AfterAll
    static void closeBench() {
        bench.close();
    }

    @Test
    void handMadeTokenWithTheRightKeyIsTaken() throws Exception {
        assertThat(bench.verifier()
                        .verify(bench.forgery().rs256(bench.key().signingKey()))
                        .accountId())
                .isEqualTo("account-1");
    }

    @Test
    void noneIsNoAlgorithm() {
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            String unsigned = bench.forgery().header("alg", none).unsigned();
            assertThat(bench.rejection(unsigned + ".")).isEqualTo(Reason.MALFORMED);
            assertThat(bench.rejection(unsigned + ".AAAA")).isEqualTo(Reason.HEADER);
            assertThat(bench.rejection(unsigned + "." + bench.part(2))).isEqualTo(Reason.HEADER);
        }
    }

    @Test
    void publicKeyIsNoSharedSecret() throws Exception {
        byte[] der = bench.key().verificationKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.UTF_8))) {
            assertThat(bench.rejection(bench.forgery().header("alg", "HS256").hs256(secret)))
                    .isEqualTo(Reason.HEADER);
            assertThat(bench.rejection(bench.forgery().hs256(secret))).isEqualTo(Reason.SIGNATURE);
        }
    }

    @Test
    void anotherKeyOfTheSameKindIsNotOurs() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        assertThat(bench.rejection(
                        bench.forgery().rs256(generator.generateKeyPair().getPrivate())))
                .isEqualTo(Reason.SIGNATURE);
    }

    @Test
    void keyMustBeNamedAndKnown() throws Exception {
        assertThat(bench.rejection(
                        bench.forgery().withoutHeader("kid").rs256(bench.key().signingKey())))
                .isEqualTo(Reason.HEADER);
        assertThat(bench.rejection(bench.forgery()
                        .header("kid", "another")
                        .rs256(bench.key().signingKey())))
                .isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(bench.rejection(
                        bench.forgery().header("kid", 7).rs256(bench.key().signingKey())))
                .isEqualTo(Reason.HEADER);
        assertThat(bench.rejection(
                        bench.forgery().header("kid", "").rs256(bench.key().signingKey())))
                .isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(bench.rejection(bench.forgery()
                        .header("kid", "' OR '1'='1")
                        .rs256(bench.key().signingKey())))
                .isEqualTo(Reason.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256", "ES256", "HS256", "rs256", "EdDSA"})
    void keyHasOneAlgorithm(String algorithm) throws Exception {
        assertThat(bench.rejection(bench.forgery()
                        .header("alg", algorithm)
                        .rs256(bench.key().signingKey())))
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
            assertThat(bench.rejection(bench.forgery()
                            .header(stranger.getKey(), stranger.getValue())
                            .rs256(bench.key().signingKey())))
                    .as(stranger.getKey())
                    .isEqualTo(Reason.HEADER);
        }
        for (Object type : List.of("at+jwt", "jwt", "JOSE", 1)) {
            assertThat(bench.rejection(bench.forgery()
                            .header("typ", type)
                            .rs256(bench.key().signingKey())))
                    .isEqualTo(Reason.HEADER);
        }
        assertThat(bench.rejection(
                        bench.forgery().withoutHeader("typ").rs256(bench.key().signingKey())))
                .isEqualTo(Reason.HEADER);
        assertThat(bench.rejection(
                        bench.forgery().withoutHeader("alg").rs256(bench.key().signingKey())))
                .isEqualTo(Reason.HEADER);
    }

    @Test
    void eachByteCounts() throws Exception {
        for (int i = 0; i < bench.good().length(); i++) {
            if (bench.good().charAt(i) == '.') {
                continue;
            }
            int value = ALPHABET.indexOf(bench.good().charAt(i));
            String changed = bench.good().substring(0, i)
                    + ALPHABET.charAt(value ^ 0b100000)
                    + bench.good().substring(i + 1);
            assertThat(bench.rejection(changed)).as("character %d", i).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "id", "jti", "iat", "exp", "iss", "aud", "role"})
    void eachClaimMustBeThereAndOfItsKind(String claim) throws Exception {
        assertThat(bench.rejection(
                        bench.forgery().without(claim).rs256(bench.key().signingKey())))
                .isEqualTo(Reason.CLAIMS);
        for (Object wrong : List.of("", true, List.of(), Map.of("a", 1), "somebody else")) {
            if (claim.equals("jti") && wrong.equals("somebody else")) {
                continue;
            }
            assertThat(bench.rejection(bench.forgery()
                            .claim(claim, wrong)
                            .rs256(bench.key().signingKey())))
                    .as("%s %s", claim, wrong)
                    .isIn(Reason.CLAIMS, Reason.MALFORMED);
        }
    }

    @Test
    void reasonTellsNothingOfTheToken() {
        TokenRejectedException refused = catchThrowableOfType(TokenRejectedException.class, () -> bench.verifier()
                .verify(bench.good().substring(0, bench.good().length() - 8) + "AAAAAAAA"));
        assertThat(refused).hasMessage("token rejected: SIGNATURE").hasNoCause();
        assertThat(refused.getStackTrace()).isEmpty();
    }
}
