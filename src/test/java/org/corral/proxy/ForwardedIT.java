package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.corral.it.OllamaIdentity;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.standin.Recorded;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Behind a trusted proxy: what Ollama is told of the way of a request, and where a signature comes from.
 * {@link RequestHeadersIT} has what holds without one.
 */
@Tag("once")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForwardedIT {
    private final OwnGate gate = OwnGate.shared();

    @BeforeEach
    void forget() {
        gate.forget();
    }

    @Test
    void itsWordIsKeptAndItsOwnAddressAdded() throws IOException {
        Recorded asked = ask(
                "X-Forwarded-For: 192.0.2.1",
                "x-forwarded-for: 198.51.100.7, 203.0.113.9",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: ai.example",
                "Forwarded: for=192.0.2.1;proto=https",
                "Forwarded: for=\"[2001:db8::1]:4711\"");
        assertThat(asked.headers("X-Forwarded-For")).containsExactly("192.0.2.1, 198.51.100.7, 203.0.113.9, 127.0.0.1");
        assertThat(asked.headers("X-Forwarded-Proto")).containsExactly("https");
        assertThat(asked.headers("X-Forwarded-Host")).containsExactly("ai.example");
        assertThat(asked.headers("Forwarded"))
                .containsExactly("for=192.0.2.1;proto=https, for=\"[2001:db8::1]:4711\", for=127.0.0.1");
    }

    @Test
    void whatItDoesNotSayIsAsForEverybody() throws IOException {
        Recorded asked = ask("X-Forwarded-For:", "X-Forwarded-Proto: ");
        assertThat(asked.headers("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(asked.headers("X-Forwarded-Proto")).containsExactly("http");
        assertThat(asked.headers("X-Forwarded-Host")).containsExactly("127.0.0.1");
        assertThat(asked.headers("Forwarded")).isEmpty();
    }

    /** Ollama would put it into redirects, whoever says it. */
    @Test
    void thePrefixIsForNobody() throws IOException {
        assertThat(ask("X-Forwarded-Prefix: /ai").headers("X-Forwarded-Prefix")).isEmpty();
    }

    /** As it is when {@code ollama} runs ten times at once, and when somebody has seen what it sent. */
    @Test
    void tenCommandsOfOneSecondAreTakenFromOneAddressAndNoneFromAnother() throws Exception {
        OllamaIdentity laptop = OllamaIdentity.fresh();
        assertThat(gate.site()
                        .post(
                                "/api/v1/auths/ollama_keys",
                                Map.of("public_key", laptop.publicKey()),
                                gate.admin().bearer())
                        .status())
                .isEqualTo(200);
        String query = "/api/copy?ts=" + Instant.now().getEpochSecond();
        String line = laptop.signed("POST," + query);
        ExecutorService commands = Executors.newFixedThreadPool(5);
        try {
            Callable<RawAnswer> command = () -> copy(query, line, "192.0.2.1");
            for (Future<RawAnswer> answer : commands.invokeAll(Collections.nCopies(10, command))) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        } finally {
            commands.shutdownNow();
        }
        gate.forget();

        RawAnswer replayed = copy(query, line, "192.0.2.2");

        assertThat(replayed.status()).isEqualTo(401);
        assertThat(Site.text(replayed, "error")).contains("come before");
        assertThat(gate.ollama().requests("/api/copy")).isEmpty();
        assertThat(copy(query, line, "192.0.2.1").status()).isEqualTo(200);
    }

    private RawAnswer copy(String query, String line, String client) throws IOException {
        String body = "{\"source\":\"llama3.2\",\"destination\":\"other\"}";
        return gate.site().post("/ollama" + query, body, line, "X-Forwarded-For: " + client);
    }

    private Recorded ask(String... lines) throws IOException {
        String[] all = Stream.concat(Stream.of(gate.admin().bearer()), List.of(lines).stream())
                .toArray(String[]::new);
        assertThat(gate.site().get("/ollama/api/version", all).status()).isEqualTo(200);
        return gate.ollama().awaitRequest("/api/version", SOON);
    }
}
