package org.corral.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After all others: what the whole run has left in the server's log. */
@Order(Integer.MAX_VALUE)
@Timeout(60)
class LastIT {
    private static final String TOKEN_BEGINS = "eyJ";

    /** {@code LOG.log(Level.ERROR, "…}, and EventLoop's {@code report("…}. */
    private static final Pattern ERROR = Pattern.compile("(?:Level\\.ERROR,|\\breport\\()\\s*\"([^\"]+)\"");

    private final Gate gate = Gate.open();

    @Test
    void theLogHasNeitherTokensNorPasswords() throws Exception {
        provoke();
        RawAnswer marked = gate.get("/nothing");
        assertThat(marked.status()).isEqualTo(404);
        String log = gate.log();
        assertThat(log).as("the server's log").isNotBlank().doesNotContain(Secrets.MARK, TOKEN_BEGINS);
        for (Person person : List.of(gate.admin(), gate.user())) {
            assertThat(log).doesNotContain(person.token().split("\\.", -1));
        }
    }

    @Test
    void theLogHasNoFailureThatNobodyExpected() throws IOException {
        // Payara's own, of a target that ends within an escape, and of bytes that come when their request is over.
        String log = gate.log()
                .replace("IllegalStateException: Unexpected termination", "")
                .replace("NullPointerException: Cannot invoke \"org.apache.catalina.Context.getLoader()\"", "");
        assertThat(log)
                .doesNotContain(whatCorralCallsAnError())
                .doesNotContain("NullPointerException", "IllegalStateException");
        if (!gate.server().equals("payara")) {
            assertThat(log.lines().filter(line -> line.matches(".*\\bSEVERE\\b.*")))
                    .isEmpty();
        }
    }

    /** How each text of the code begins that is logged with the level of an error. */
    private static String[] whatCorralCallsAnError() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                ERROR.matcher(Files.readString(file)).results().forEach(found -> texts.add(found.group(1)));
            }
        }
        assertThat(texts).as("texts of errors in the code").hasSizeGreaterThan(3);
        return texts.toArray(String[]::new);
    }

    /** What other tests may have left out. */
    private void provoke() throws Exception {
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
    }
}
