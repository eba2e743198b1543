package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.OwnGate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.h2.tools.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stop while answers run: those that can finish do, the others end with a line that says why, and nobody new comes in. */
@Tag("tomcat")
@Timeout(240)
final class StopIT {
    private static final int ENDLESS = 1_000_000;
    private static final String WHY = "This answer ends early, because the server is being stopped";

    @TempDir
    Path folder;

    /** Four answers: one that finishes soon, two that never do, and one that waits for its turn. */
    private record Answers(RawClient finishing, RawClient lines, RawClient events, RawClient waiting) {
        static Answers at(OwnGate gate) throws IOException {
            Answers answers = new Answers(
                    begun(gate, Chat.ndjson("F", 60).every(50)),
                    begun(gate, Chat.ndjson("L", ENDLESS).every(50)),
                    begun(gate, Chat.events("E", ENDLESS).every(50)),
                    gate.connect().send(at(gate, Chat.ndjson("W", 3))));
            String servers = "/api/v1/admin/servers";
            await(
                    "one waits",
                    () -> gate.site().get(servers, gate.admin().bearer()).text().contains("\"waiting\":1"));
            return answers;
        }

        private static RawClient begun(OwnGate gate, Chat chat) throws IOException {
            RawClient client = gate.connect().send(at(gate, chat));
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            assertThat(client.next(SOON)).isPresent();
            return client;
        }

        private static String at(OwnGate gate, Chat chat) {
            return RawClient.post(
                    gate.site().context() + chat.path(),
                    chat.body(),
                    gate.admin().bearer());
        }

        void endWell() throws IOException {
            RawAnswer refused = waiting.readAll(SOON);
            assertThat(refused.status()).as(refused::text).isEqualTo(503);
            assertThat(refused.text()).startsWith("{\"error\":").contains("being stopped");

            assertThat(finishing.readRest(SOON))
                    .endsWith("\n")
                    .contains("\"done\":true")
                    .doesNotContain("error");
            assertThat(finishing.ending()).isEqualTo(Ending.CLEAN);

            List<String> said = lines.readRest(SOON).lines().toList();
            assertThat(said.get(said.size() - 1)).startsWith("{\"error\":\"" + WHY);
            assertThat(lines.ending()).isEqualTo(Ending.CLEAN);

            String events = this.events.readRest(SOON);
            assertThat(events).endsWith("\n\n");
            assertThat(events.substring(events.lastIndexOf("data: "))).contains("\"error\":", WHY);
            assertThat(this.events.ending()).isEqualTo(Ending.CLEAN);
        }
    }

    private static void nobodyComesIn(Site site, String bearer) throws Exception {
        await("not ready", () -> site.get("/health/ready").status() == 503);
        assertThat(site.get("/health/live").status()).isEqualTo(200);
        RawAnswer ollama = site.get("/ollama/api/tags", bearer);
        assertThat(ollama.status()).isEqualTo(503);
        assertThat(ollama.header("Connection")).contains("close");
        assertThat(ollama.header("Retry-After")).isPresent();
        assertThat(ollama.text()).startsWith("{\"error\":");
        assertThat(site.get("/ollama/v1/models", bearer).text()).startsWith("{\"error\":{\"message\":");
        assertThat(site.get("/").status()).isEqualTo(503);
    }

    private static OwnGate gate() {
        return OwnGate.start(with -> with.path("/corral")
                .withManager()
                .contextParam("corral.requests-per-server", "3")
                .contextParam("corral.drain-time", "15s"));
    }

    @Test
    void sigtermLetsAnswersFinishAndEndsTheOthersWithALine() throws Exception {
        try (OwnGate gate = gate()) {
            Answers answers = Answers.at(gate);
            ProcessHandle process = ProcessHandle.of(gate.tomcat().pid()).orElseThrow();
            process.destroy();
            nobodyComesIn(gate.site(), gate.admin().bearer());
            answers.endWell();
            process.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(gate.tomcat().log()).doesNotContain("SEVERE", "at org.corral.");
        }
    }

    @Test
    void undeploymentLetsAnswersFinishAndEndsTheOthersWithALine() throws Exception {
        try (OwnGate gate = gate()) {
            Answers answers = Answers.at(gate);
            CompletableFuture<String> undeployed =
                    CompletableFuture.supplyAsync(() -> manager(gate.tomcat(), "undeploy?path=/corral"));
            nobodyComesIn(gate.site(), gate.admin().bearer());
            answers.endWell();
            assertThat(undeployed.get(SOON.toSeconds(), TimeUnit.SECONDS)).startsWith("OK - Undeployed");
            assertThat(gate.tomcat().log()).doesNotContain("SEVERE", "at org.corral.");
        }
    }

    @Test
    void parallelDeploymentLosesNoAnswer() throws Exception {
        Server h2 = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                .start();
        try (OwnGate gate = OwnGate.start(with -> with.path("/corral")
                .withManager()
                .environment("CORRAL_JDBC_URL", "jdbc:h2:tcp://127.0.0.1:" + h2.getPort() + "/./shared")
                .environment("CORRAL_JDBC_USER", "sa")
                .environment("CORRAL_JDBC_PASSWORD", Secrets.fresh()))) {
            gate.admin();
            assertThat(manager(gate.tomcat(), deploy())).startsWith("OK - Deployed");
            // Tomcat itself would keep a caller of the old version there by a session, which Corral has none of.
            RawClient old = Answers.begun(gate, Chat.ndjson("N", 60).every(50));
            assertThat(manager(gate.tomcat(), "undeploy?path=/corral")).startsWith("OK - Undeployed");
            assertThat(old.readRest(SOON)).contains("\"done\":true");
            assertThat(gate.site().me(gate.admin().token()).status()).isEqualTo(200);
        } finally {
            h2.stop();
        }
    }

    @Test
    void secondVersionOnTheSameFileIsToldWhatItNeeds() throws Exception {
        try (OwnGate gate = OwnGate.start(with -> with.path("/corral").withManager())) {
            gate.admin();
            assertThat(manager(gate.tomcat(), deploy())).startsWith("FAIL");
            assertThat(gate.tomcat().log())
                    .contains("is in use by another process or deployment", "side by side")
                    .doesNotContain("at org.corral.", "at org.h2.");
            assertThat(gate.site().me(gate.admin().token()).status()).isEqualTo(200);
        }
    }

    private static String deploy() {
        return "deploy?path=/corral&version=2&war=" + BuiltFiles.war().toUri();
    }

    private static String manager(TomcatProcess tomcat, String command) {
        try {
            return tomcat.manager(command);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(command, e);
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Condition condition) throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
