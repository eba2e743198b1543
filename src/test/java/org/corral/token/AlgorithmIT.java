package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One installation whose operator tries one algorithm after the other: nobody is signed out by that. */
@Tag("once")
final class AlgorithmIT {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @TempDir
    Path data;

    private final Map<String, String> tokens = new LinkedHashMap<>();

    @Test
    void eachAlgorithmSignsAndTheTokensOfTheFormerStayGood() throws Exception {
        for (String algorithm : List.of("RS256", "HS256", "ES256", "EdDSA")) {
            try (TomcatProcess tomcat = TomcatProcess.setup()
                    .dataDir(data)
                    .contextParam("corral.token-algorithm", algorithm)
                    .start()) {
                use(Site.of(tomcat), algorithm);
            }
        }
    }

    private void use(Site site, String algorithm) throws Exception {
        RawAnswer session = tokens.isEmpty()
                ? site.signUp("Ada", "ada@corral.test", Site.PASSWORD)
                : site.signIn("ada@corral.test", Site.PASSWORD);
        String token = Site.token(session);
        String header = token.substring(0, token.indexOf('.'));
        assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .contains("\"alg\":\"" + algorithm + "\"");
        tokens.put(algorithm, token);
        for (String each : tokens.values()) {
            assertThat(site.me(each).status()).isEqualTo(200);
        }
        if (!algorithm.equals("RS256")) {
            assertThat(site.me(otherSpelling(token)).status()).isEqualTo(401);
        }
        assertPublished(site);
    }

    /** The same bytes to a lenient decoder: in the last character some bits are left over. */
    private static String otherSpelling(String token) {
        int last = ALPHABET.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + ALPHABET.charAt(last + 1);
    }

    /** Every public key that still verifies; nothing of the shared one. */
    private void assertPublished(Site site) throws Exception {
        JsonNode keys = Gate.json(site.get("/.well-known/jwks.json").text()).path("keys");
        assertThat(keys.valueStream().map(key -> key.path("alg").asString()))
                .containsExactlyInAnyOrderElementsOf(tokens.keySet().stream()
                        .filter(each -> !each.equals("HS256"))
                        .toList());
        keys.forEach(key -> assertThat(key.propertyNames()).doesNotContain("d", "k", "p", "q", "dp", "dq", "qi"));
    }
}
