package org.corral.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.corral.it.OwnGate;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Many bodies at once that make much of little, on a heap of 256 MB: those that find no room are refused, and the node goes on. */
@Tag("tomcat")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrowdedMemoryIT {
    private static final int CROWD = 190;

    @AutoClose
    private final OwnGate gate = OwnGate.start(
            // Longer than a busy machine lets those wait whom it has room for.
            with -> with.contextParam("corral.connect-timeout", "1m"));

    private static String keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> '"' + Integer.toString(i, 36) + "\":0")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** All of them end at the same moment. */
    private void crowd(String target, String body, String... lines) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        List<String> all = new ArrayList<>(List.of(lines));
        all.addAll(List.of("Content-Type: application/json", "Content-Length: " + bytes.length));
        String head = RawClient.request("POST", target, all.toArray(String[]::new));
        List<RawClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                RawClient client = gate.connect();
                open.add(client);
                client.send(head).send(Arrays.copyOf(bytes, bytes.length - 1));
            }
            for (RawClient client : open) {
                client.send(new byte[] {bytes[bytes.length - 1]});
            }
            for (RawClient client : open) {
                assertThat(client.readHead(SOON.multipliedBy(6)).status()).isBetween(200, 503);
            }
        } finally {
            for (RawClient client : open) {
                client.close();
            }
        }
    }

    private void nodeIsWell() throws IOException {
        assertThat(gate.exchange(RawClient.post("/api/v1/auths/signin", "{}")).status())
                .isEqualTo(422);
        assertThat(gate.exchange(RawClient.request(
                                "GET", "/ollama/api/tags", gate.admin().bearer()))
                        .status())
                .isEqualTo(200);
        assertThat(gate.tomcat().log()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void nodeOutlivesUsersWhoSendManyKeys() throws IOException {
        String bearer = gate.user().bearer();
        for (String body : List.of(
                keys(48_000),
                "{\"x\":[" + "{\"a\":{}},".repeat(40_000) + "0]}",
                "{\"x\":" + "[".repeat(490) + "]".repeat(490) + ",\"n\":[" + "1e300,".repeat(60_000) + "0]}")) {
            crowd("/ollama/api/chat", body, bearer);
            nodeIsWell();
        }
    }

    @Test
    void nodeOutlivesAnybodyWhoSignsInWithManyThings() throws IOException {
        for (String body : List.of(
                keys(6_000),
                "{\"email\":[" + "{},".repeat(21_000) + "0]}",
                "{\"email\":[" + "\"a\",".repeat(15_000) + "0]}",
                "{\"email\":[" + "1e50,".repeat(12_000) + "0]}")) {
            crowd("/api/v1/auths/signin", body);
            nodeIsWell();
        }
    }
}
