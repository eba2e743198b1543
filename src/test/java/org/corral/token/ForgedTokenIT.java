package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.jose4j.jwk.JsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What attackers do to tokens, against the running server and in each place where a token may stand. */
final class ForgedTokenIT {
    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private final String good = gate.admin().token();
    private final String[] parts = good.split("\\.", -1);

    private String header() {
        return decode(parts[0]);
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String join(String... parts) {
        return String.join(".", parts);
    }

    private void assertRefused(String token) throws IOException {
        for (String place : List.of("Authorization: Bearer ", "Cookie: token=", "x-api-key: ")) {
            RawAnswer answer = site.get("/api/v1/users/", place + token);
            // Where it is not even the shape of a token, it counts as none.
            assertThat(answer.status()).as("%s%s", place, token).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer realm=\"corral\""));
        }
        assertThat(gate.log()).doesNotContain(token);
    }

    @Test
    void goodTokenIsTaken() throws IOException {
        assertThat(site.get("/api/v1/users/", "Authorization: Bearer " + good).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void noneIsNoAlgorithm(String none) throws IOException {
        String header = Forgery.encode(header().replace("RS256", none));
        assertRefused(join(header, parts[1], ""));
        assertRefused(join(header, parts[1], parts[2]));
        assertRefused(join(Forgery.encode("{\"alg\":\"" + none + "\"}"), parts[1], ""));
    }

    @Test
    void tokenOfAnotherKeyIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        assertRefused(Forgery.rs256(
                join(parts[0], parts[1]), generator.generateKeyPair().getPrivate()));
    }

    @Test
    void keyThatTheTokenBringsAlongIsNotUsed() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String jwk = JsonWebKey.Factory.newJwk(pair.getPublic()).toJson();
        String header = header().replaceFirst("\\{", "{\"jwk\":" + jwk + ",");
        assertRefused(Forgery.rs256(join(Forgery.encode(header), parts[1]), pair.getPrivate()));
    }

    @Test
    void publicKeyIsNoSharedSecret() throws Exception {
        String jwks = site.get("/.well-known/jwks.json").text();
        PublicKey key = PublishedKey.only(jwks).publicKey();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        String unsigned = join(Forgery.encode(header().replace("RS256", "HS256")), parts[1]);
        for (byte[] secret : List.of(
                key.getEncoded(),
                pem.getBytes(StandardCharsets.UTF_8),
                pem.strip().getBytes(StandardCharsets.UTF_8),
                jwks.getBytes(StandardCharsets.UTF_8),
                new byte[] {0})) {
            assertRefused(Forgery.hs256(unsigned, secret));
        }
    }

    @Test
    void claimsOfMyOwnNeedASignatureOfMyOwn() throws Exception {
        String[] mine = gate.user().token().split("\\.", -1);
        String claims = decode(mine[1]);
        assertRefused(join(
                mine[0],
                Forgery.encode(claims.replace(gate.user().id(), gate.admin().id())),
                mine[2]));
        assertRefused(join(mine[0], parts[1], mine[2]));
    }

    @Test
    void changedByteIsNoticedAnywhere() throws Exception {
        for (int i = 3; i < good.length(); i += 37) {
            char changed = good.charAt(i) == 'A' ? 'B' : 'A';
            if (good.charAt(i) != '.') {
                assertRefused(good.substring(0, i) + changed + good.substring(i + 1));
            }
        }
    }

    @Test
    void otherSpellingsOfTheSameBytesAreRefused() throws Exception {
        for (int i = 0; i < parts.length; i++) {
            for (String spelling :
                    List.of(parts[i] + "=", parts[i] + "==", parts[i] + "%3D", parts[i] + "A", parts[i] + "!", "")) {
                String[] changed = parts.clone();
                changed[i] = spelling;
                assertRefused(join(changed));
            }
        }
        String standard = good.replace('-', '+').replace('_', '/');
        assertThat(standard).isNotEqualTo(good);
        assertRefused(standard);
    }

    @Test
    void moreOrLessThanThreePartsAreRefused() throws Exception {
        assertRefused(join(parts[0], parts[1]));
        assertRefused(good + ".");
        assertRefused("." + good);
        assertRefused(good + "." + parts[2]);
        assertRefused(join(parts[0], "", parts[1], parts[2]));
    }

    @Test
    void blanksWithinATokenAreRefused() throws Exception {
        assertRefused(parts[0] + " ." + parts[1] + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1].substring(0, 9) + "\t" + parts[1].substring(9) + "." + parts[2]);
        assertRefused("\"" + good + "\"" + " x");
    }

    @Test
    void ollamaSeesNoneOfThem() throws Exception {
        RawAnswer answer = site.get(
                "/ollama/api/tags",
                "Authorization: Bearer " + join(Forgery.encode(header().replace("RS256", "none")), parts[1], "A"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(gate.ollama().requests()).isEmpty();
    }
}
