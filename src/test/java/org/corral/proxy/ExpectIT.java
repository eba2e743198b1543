package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.corral.it.Gate;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.wire.RawClient;
import org.corral.wire.RawHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * {@code Expect: 100-continue} (RFC 9110, 10.1.1) on a Tomcat whose connector leaves it to the application when a caller is told to
 * send their body. {@link RequestFramingIT} has what holds on every server.
 */
@Tag("tomcat")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpectIT {
    private static final String SHOW = "/ollama/api/show";
    private static final String BLOB = "/ollama/api/blobs/sha256:" + "ba".repeat(32);
    private static final long TOO_MUCH = (64L << 20) + 1;

    private final OwnGate gate = OwnGate.shared(with -> with.http2().continueOnRead());

    @BeforeEach
    void forget() {
        gate.forget();
    }

    @Test
    void whoIsWelcomeIsToldToSend() throws IOException {
        isTold(SHOW, "{\"model\":\"llama3.2\"}", 200, gate.user().bearer());
        // Of another content than it is called by, which Ollama has found out when it has all.
        isTold(BLOB, "no such", 400, gate.admin().bearer());
        isTold(Site.SIGN_IN, Gate.credentials(gate.user().email(), gate.user().password()), 200);
    }

    private void isTold(String path, String body, int status, String... lines) throws IOException {
        try (RawClient client = announce(path, body.length(), lines)) {
            assertThat(client.readAnyHead(SOON).status()).as(path).isEqualTo(100);
            client.send(body.getBytes(StandardCharsets.UTF_8));
            assertThat(client.readAnyHead(SOON).status()).as(path).isEqualTo(status);
        }
    }

    /** They have not sent a byte of it. */
    @Test
    void whoAnnouncesTooMuchIsToldThatAndNothingElse() throws IOException {
        try (RawClient client = announce(SHOW, TOO_MUCH, gate.user().bearer())) {
            RawHead head = client.readAnyHead(SOON);
            assertThat(head.status()).isEqualTo(413);
            assertThat(head.header("Connection")).contains("close");
            assertThat(client.closedByServer(SOON)).isTrue();
        }
        assertThat(gate.ollama().requests()).isEmpty();
    }

    @Test
    void whoMayNotSendItIsToldThatAndNothingElse() throws IOException {
        for (String[] refused : new String[][] {
            {BLOB, "403", gate.user().bearer()},
            {SHOW, "401", "X-Nobody: "},
            {"/ollama/api/me", "404", gate.admin().bearer()}
        }) {
            try (RawClient client = announce(refused[0], 10, refused[2])) {
                assertThat(client.readAnyHead(SOON).status()).isEqualTo(Integer.parseInt(refused[1]));
            }
        }
        assertThat(gate.ollama().requests()).isEmpty();
    }

    private RawClient announce(String path, long length, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(lines));
        all.addAll(List.of("Content-Type: application/json", "Content-Length: " + length, "Expect: 100-continue"));
        return gate.connect().send(RawClient.request("POST", path, all.toArray(String[]::new)));
    }
}
