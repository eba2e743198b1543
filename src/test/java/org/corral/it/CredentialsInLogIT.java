package org.corral.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credentials where they don't belong, and credentials that are wrong, stay out of the log. {@link LogCheck} has the rest. */
@Tag("portable")
@Timeout(60)
class CredentialsInLogIT {
    private final Gate gate = Gate.open();

    @Test
    void theLogHasNeitherTokensNorPasswords() throws Exception {
        String token = gate.user().token();
        String wrong = Gate.credentials(gate.user().email(), Secrets.MARK + "-wrong");
        gate.post("/api/v1/auths/signin", wrong);
        gate.post("/api/v1/auths/signin", wrong.substring(0, wrong.length() - 1));
        gate.post("/api/v1/auths/signin?password=" + Secrets.MARK, "{}");
        gate.post("/ollama/api/auths/signin?token=" + token, wrong);
        for (String bad : List.of(token + "x", token.substring(5), token.replace('.', ','), token + "." + token)) {
            gate.get("/ollama/api/tags", "Authorization: Bearer " + bad);
            gate.get("/ollama/api/tags", "Authorization: Basic " + bad);
            gate.get("/ollama/api/tags", "Authorization: " + bad);
            gate.get("/ollama/api/tags", "x-api-key: " + bad);
            gate.get("/ollama/api/tags", "Cookie: token=" + bad);
            gate.get("/ollama/api/tags", "Cookie: token=\"" + bad);
        }
        gate.get("/ollama/api/tags/" + token, gate.user().bearer());
        gate.get("/ollama/api/tags", gate.user().bearer(), gate.admin().bearer());
        gate.withoutOllama(() ->
                gate.post("/ollama/api/chat?token=" + token, wrong, gate.user().bearer()));
        assertThat(gate.get("/nothing").status()).isEqualTo(404);
        assertThat(gate.log())
                .isNotBlank()
                .doesNotContain(Secrets.MARK)
                .doesNotContain(token.split("\\.", -1))
                .doesNotContain(gate.admin().token().split("\\.", -1));
    }
}
