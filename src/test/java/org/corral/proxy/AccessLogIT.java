package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.standin.Behaviour;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What Tomcat's access log says of those who left: 499, as nginx calls it, or 500, which Tomcat writes over it wherever it has
 * met the reset itself, in reading or in writing.
 */
@Tag("tomcat")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessLogIT {
    private static final Pattern LINE = Pattern.compile("\\?who=([a-z-]+) HTTP/1.1\" (\\d+) ");

    @AutoClose
    private final OwnGate gate = OwnGate.start(with -> with.accessLogAtOnce()
            .contextParam("corral.requests-per-server", "1")
            .contextParam("corral.max-failures", "1"));

    private final StandInOllama ollama = gate.ollama();
    private final Site site = gate.site();
    private final String bearer = gate.admin().bearer();

    @Test
    void whoeverLeavesIsNoSuccess() throws IOException, InterruptedException {
        leavesASilentOllama("before-the-head", "true", Behaviour.silence());
        leavesASilentOllama("one-piece", "false", Behaviour.silence());
        leavesASilentOllama("in-mid-stream", "true", Behaviour.stallAfter(2));
        leavesAnOllamaThatSpeaks();
        leavesTheQueue();
        leavesInMidUpload();
        assertThat(site.post("/ollama/api/chat?who=stays", Chat.ndjson("A", 3).body(), bearer)
                        .status())
                .isEqualTo(200);

        assertThat(statusOf("stays")).containsExactly("200");
        for (String who : List.of(
                "before-the-head", "one-piece", "in-mid-stream", "that-speaks", "in-the-queue", "in-mid-upload")) {
            assertThat(statusOf(who)).as(who).singleElement().asString().isIn("499", "500");
        }
        ollamaIsNotToBlame();
    }

    private void leavesASilentOllama(String who, String stream, Behaviour silence) throws IOException {
        ollama.reset();
        ollama.next(silence);
        String body = Chat.ndjson("A", 3).body().replace("\"stream\":true", "\"stream\":" + stream);
        try (RawClient client = chat(who, body)) {
            Recorded asked = ollama.awaitRequest("/api/chat", SOON);
            if (who.equals("in-mid-stream")) {
                client.readHead(SOON);
                client.next(SOON);
            }
            client.reset();
            asked.awaitAborted(SOON);
        }
    }

    private void leavesAnOllamaThatSpeaks() throws IOException {
        ollama.reset();
        try (RawClient client =
                chat("that-speaks", Chat.ndjson("A", 1_000_000).every(20).body())) {
            client.readHead(SOON);
            client.next(SOON);
            client.reset();
            ollama.awaitRequest("/api/chat", SOON).awaitAborted(SOON);
        }
    }

    /** One is served, since there is one place, and the next one waits. */
    private void leavesTheQueue() throws IOException {
        ollama.reset();
        ollama.next(Behaviour.silence());
        try (RawClient first = chat("served", "{\"model\":\"llama3.2\"}")) {
            Recorded served = ollama.awaitRequest("/api/chat", SOON);
            try (RawClient second = chat("in-the-queue", "{\"model\":\"llama3.2\"}")) {
                awaitWaiting(1);
                second.reset();
                awaitWaiting(0);
            }
            assertThat(ollama.requests("/api/chat")).hasSize(1);
            first.reset();
            served.awaitAborted(SOON);
        }
    }

    private void leavesInMidUpload() throws IOException {
        ollama.reset();
        String path = "/api/blobs/sha256:" + "ab".repeat(32);
        try (RawClient client = gate.connect()) {
            client.send(RawClient.request(
                    "POST", "/ollama" + path + "?who=in-mid-upload", bearer, "Content-Length: 1000000"));
            client.send(new byte[1000]);
            Recorded asked = ollama.awaitHead(path, SOON).awaitBytesReceived(1000, SOON);
            client.reset();
            asked.awaitAborted(SOON);
        }
    }

    /** Whom a caller leaves has not failed: one failure would be enough here. */
    private void ollamaIsNotToBlame() throws IOException {
        assertThat(Gate.json(site.get("/api/v1/admin/servers", bearer))
                        .path("servers")
                        .path(0)
                        .path("last_error")
                        .isNull())
                .isTrue();
    }

    private RawClient chat(String who, String body) throws IOException {
        return gate.connect().send(RawClient.post("/ollama/api/chat?who=" + who, body, bearer));
    }

    private void awaitWaiting(int count) throws IOException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (waiting() != count) {
            assertThat(System.nanoTime()).as("requests that wait").isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private int waiting() throws IOException {
        return Gate.json(site.get("/api/v1/admin/servers", bearer))
                .path("waiting")
                .asInt(-1);
    }

    /** Tomcat writes it after the answer has gone. */
    private Set<String> statusOf(String who) throws IOException {
        long deadline = System.nanoTime() + SOON.toNanos();
        Set<String> statuses = logged(who);
        while (statuses.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
            statuses = logged(who);
        }
        return statuses;
    }

    private Set<String> logged(String who) throws IOException {
        Set<String> statuses = new TreeSet<>();
        try (Stream<Path> logs = Files.list(gate.tomcat().base().resolve("logs"))) {
            for (Path log : logs.filter(file -> file.getFileName().toString().contains("access"))
                    .toList()) {
                Matcher line = LINE.matcher(Files.readString(log, StandardCharsets.UTF_8));
                while (line.find()) {
                    if (line.group(1).equals(who)) {
                        statuses.add(line.group(2));
                    }
                }
            }
        }
        return statuses;
    }
}
