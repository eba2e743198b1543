package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.corral.it.OwnGate;
import org.corral.standin.Recorded;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What Ollama is told of the way of a request that a trusted proxy has sent; {@link RequestHeadersIT} has the others. */
@Tag("tomcat")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForwardedIT {
    @AutoClose
    private final OwnGate gate = OwnGate.start(with -> with.contextParam("corral.trusted-proxies", "127.0.0.1"));

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

    private Recorded ask(String... lines) throws IOException {
        String[] all = Stream.concat(Stream.of(gate.admin().bearer()), List.of(lines).stream())
                .toArray(String[]::new);
        assertThat(gate.site().get("/ollama/api/version", all).status()).isEqualTo(200);
        return gate.ollama().awaitRequest("/api/version", SOON);
    }
}
