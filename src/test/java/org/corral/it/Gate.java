package org.corral.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.corral.server.AppServer;
import org.corral.server.ServerProcess;
import org.corral.server.TomcatProcess;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server under test and the stand-in Ollama behind it, one pair for all tests in this JVM. The first test starts the
 * server, which ends with this JVM. The first admin signs up when they are first needed.
 */
public final class Gate {
    /** Longer than anything here should take, on a busy machine too; a test that waits so long fails. */
    public static final Duration SOON = Duration.ofSeconds(45);

    private static final JsonMapper JSON = new JsonMapper();

    /** {@code tomcat11}, {@code payara}: what {@code -Dserver} names. */
    private static final String SERVER = System.getProperty("it.server", "tomcat11");

    /** All tests come from one address; those of the limits start a server of their own. */
    private static final String MANY = "1000000";

    private static volatile Optional<Gate> opened = Optional.empty();

    private final AppServer server;
    private final int ollamaPort;
    private volatile StandInOllama ollama;
    private final People people;

    private Gate(AppServer server, StandInOllama ollama) {
        this.server = server;
        this.ollama = ollama;
        this.ollamaPort = ollama.port();
        this.people = new People(Site.of(this));
    }

    private static Gate start() {
        StandInOllama ollama = StandInOllama.start(0);
        try {
            AppServer server = ServerProcess.has(SERVER) ? other(ollama.port()) : tomcat(ollama.port());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
            return new Gate(server, ollama);
        } catch (IOException | InterruptedException e) {
            ollama.close();
            throw new AssertionError("no server for the tests", e);
        }
    }

    private static AppServer tomcat(int ollama) throws IOException, InterruptedException {
        return TomcatProcess.setup()
                .ollama(ollama)
                .withJsonErrors()
                .manyPasswords()
                .measured()
                .contextParam("corral.token-algorithm", "RS256")
                .jvmArg("-Dcorral.signin-tries=" + MANY)
                .jvmArg("-Dcorral.signin-tries-per-address=" + MANY)
                .start();
    }

    private static AppServer other(int ollama) throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                "corral.ollama-urls",
                "http://127.0.0.1:" + ollama,
                "corral.signin-tries",
                MANY,
                "corral.signin-tries-per-address",
                MANY);
        return ServerProcess.start(SERVER, settings, List.of());
    }

    /** Its log stays in {@code target/it}. */
    private static void close(AppServer server) {
        try {
            Path kept = Files.createDirectories(Path.of("target", "it"));
            Files.writeString(kept.resolve("gate-" + ProcessHandle.current().pid() + ".log"), server.log());
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a test: forgets what earlier ones have ordered from the stand-in, and what it has recorded. */
    public static Gate open() {
        Gate gate = Shared.GATE;
        opened = Optional.of(gate);
        gate.ollama.reset();
        return gate;
    }

    /** The one that a test has opened; empty if none has. */
    static Optional<Gate> opened() {
        return opened;
    }

    /** Apart, so that the stand-in takes its port when a test opens the gate and not when one names this class. */
    private static final class Shared {
        private static final Gate GATE = start();
    }

    public URI url() {
        return server.uri("/");
    }

    public AppServer appServer() {
        return server;
    }

    public int port() {
        return server.port();
    }

    /** Whether the server is built on Grizzly, which answers some requests by itself and in its own way. */
    boolean hasGrizzly() {
        return SERVER.startsWith("payara") || SERVER.startsWith("glassfish");
    }

    /** Whether a carriage return alone ends a line of a head: WildFly and Liberty read it so, no other server. */
    public boolean endsLinesAtCarriageReturns() {
        return SERVER.startsWith("wildfly") || SERVER.startsWith("liberty");
    }

    /** Whether the server closes the connection after an answer with this status: Liberty does after most errors. */
    boolean closesAfter(int status) {
        return SERVER.startsWith("liberty") && status >= 400 && status != 401;
    }

    /** Whether the server is WildFly, which answers some requests by itself and in its own way. */
    public boolean isWildFly() {
        return SERVER.startsWith("wildfly");
    }

    /** Whether the server is Tomcat: nothing there has the level SEVERE in good order. */
    boolean isTomcat() {
        return SERVER.startsWith("tomcat");
    }

    public StandInOllama ollama() {
        return ollama;
    }

    public int ollamaPort() {
        return ollamaPort;
    }

    /** What is to be done while nobody is there. */
    @FunctionalInterface
    public interface Absence {
        void pass() throws Exception;
    }

    /** Nobody listens at Ollama's port meanwhile; afterwards there is a new stand-in. */
    public void withoutOllama(Absence absence) throws Exception {
        ollama.close();
        try {
            absence.pass();
        } finally {
            ollama = StandInOllama.start(ollamaPort);
        }
    }

    /** The first admin, who signed up. */
    public Person admin() {
        return people.admin();
    }

    /** A plain user, whom the admin has added. */
    public Person user() {
        return person("user", "user");
    }

    /** Somebody of this name, whom the admin has added with this role. */
    public Person person(String name, String role) {
        return people.person(name, role);
    }

    /** All who have signed in here so far. */
    List<Person> persons() {
        return people.known();
    }

    /** All that the server has written to its log so far. */
    public String log() {
        return server.log();
    }

    /** The lines of the log that contain this; waits for the first of them. */
    public List<String> awaitLog(String part) {
        long deadline = System.nanoTime() + SOON.toNanos();
        List<String> lines = linesWith(part);
        while (lines.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
            lines = linesWith(part);
        }
        return lines;
    }

    private List<String> linesWith(String part) {
        return log().lines().filter(line -> line.contains(part)).toList();
    }

    public RawClient connect() throws IOException {
        return RawClient.connect(port());
    }

    /** A request on a connection of its own. */
    public RawAnswer exchange(String request) throws IOException {
        return RawClient.exchange(port(), request, SOON);
    }

    public RawAnswer get(String target, String... headerLines) throws IOException {
        return exchange(RawClient.request("GET", target, headerLines));
    }

    public RawAnswer post(String target, String json, String... headerLines) throws IOException {
        return exchange(RawClient.post(target, json, headerLines));
    }

    /** That it was refused as a target that can't be read, or is not there. */
    public void turnedAway(RawAnswer answer) {
        if (hasGrizzly() && answer.status() == 200) {
            // Grizzly answers some targets that it can't read by itself, with nothing.
            assertThat(answer.body()).isEmpty();
        } else if (isWildFly() && answer.status() == 302) {
            // Undertow leads /.. to /../.
            assertThat(answer.body()).isEmpty();
        } else {
            // 505: a blank in the target, and what follows it taken for the version.
            assertThat(answer.status()).isIn(400, 404, 505);
        }
    }

    public static JsonNode json(RawAnswer answer) {
        return JSON.readTree(answer.body());
    }

    public static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    public static String credentials(String email, String password) {
        return JSON.writeValueAsString(Map.of("email", email, "password", password));
    }
}
