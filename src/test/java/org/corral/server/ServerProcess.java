package org.corral.server;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.corral.wire.RawClient;

/** A server of any {@link ServerKind}, in a temporary folder of its own. {@link TomcatProcess} is the one for Tomcat. */
public final class ServerProcess implements AppServer {
    /** Else the JVM throws an exception that it has often thrown without its text, and a test can't tell whose it is. */
    private static final String EXCEPTIONS_IN_FULL = "-XX:-OmitStackTraceInFastThrow";

    private static final int STOP_SECONDS = 60;
    private static final String CANNOT_START = "Corral can't start";
    private static final String READY = "Corral is ready";

    private final ServerKind kind;
    private final ServerPlace place;
    private ProcessHandle process;
    private Duration startedIn = Duration.ZERO;
    private OptionalLong residentAtFirst = OptionalLong.empty();

    private ServerProcess(ServerKind kind, ServerPlace place, ProcessHandle process) {
        this.kind = kind;
        this.place = place;
        this.process = process;
    }

    /** Whether servers of this name are started here. */
    public static boolean has(String server) {
        return ServerKinds.ALL.containsKey(server);
    }

    /**
     * Returns when Corral answers.
     *
     * @param server a name of {@code -Dserver=NAME}
     * @param settings by their names in web.xml
     */
    public static ServerProcess start(String server, Map<String, String> settings, List<String> jvmArgs)
            throws IOException, InterruptedException {
        return start(server, settings, jvmArgs, Optional.empty());
    }

    /** @param database that the server is to have as its data source */
    static ServerProcess start(
            String server, Map<String, String> settings, List<String> jvmArgs, Optional<BoundDatabase> database)
            throws IOException, InterruptedException {
        ServerKind kind = Optional.ofNullable(ServerKinds.ALL.get(server))
                .orElseThrow(() -> new AssertionError("no server " + server))
                .get();
        Path base = Files.createTempDirectory("corral-" + server);
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("corral.data-dir", base.resolve("data").toString());
        List<String> args = new ArrayList<>(List.of("-Xmx512m", EXCEPTIONS_IN_FULL));
        args.addAll(jvmArgs);
        Map<String, String> environment = environment(all);
        database.ifPresent(bound -> environment.putAll(bound.environment()));
        ServerPlace place = new ServerPlace(
                BuiltFiles.server(), base, BuiltFiles.war(), "/", FreePorts.any(), environment, args, database);
        kind.prepare(place);
        return start(kind, place);
    }

    private static ServerProcess start(ServerKind kind, ServerPlace place) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        ServerProcess started = new ServerProcess(kind, place, kind.start(place));
        try {
            started.awaitReady();
            started.startedIn = Duration.ofNanos(System.nanoTime() - begun);
            started.residentAtFirst = ResidentMemory.of(started.pid());
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** {@code CORRAL_OLLAMA_URLS} for {@code corral.ollama-urls}. */
    private static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        settings.forEach((name, value) ->
                environment.put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return environment;
    }

    private void awaitReady() {
        awaitReady(0);
    }

    /** @param before how often Corral has been ready here; the former copy may answer until it is so once more */
    private void awaitReady(long before) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (timesReady() <= before || !answers()) {
            if (!process.isAlive() || System.nanoTime() > end || log().contains(CANNOT_START)) {
                throw new AssertionError("Corral did not come up:\n" + log());
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private long timesReady() {
        return log().lines().filter(line -> line.contains(READY)).count();
    }

    private boolean answers() {
        try {
            String request = RawClient.request("GET", "/api/v1/auths/");
            return RawClient.exchange(place.port(), request, Duration.ofSeconds(20))
                            .status()
                    == 401;
        } catch (IOException | RuntimeException | AssertionError e) {
            // Nobody listens yet, or not with Corral.
            return false;
        }
    }

    @Override
    public int port() {
        return place.port();
    }

    @Override
    public URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:" + place.port() + (place.context().equals("/") ? "" : place.context()) + path);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Path base() {
        return place.base();
    }

    @Override
    public Duration startedIn() {
        return startedIn;
    }

    @Override
    public OptionalLong residentAtFirst() {
        return residentAtFirst;
    }

    @Override
    public String log() {
        try {
            Path log = kind.log(place);
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new AssertionError("can't read the server's log", e);
        }
    }

    @Override
    public void redeploy() throws IOException, InterruptedException {
        long before = timesReady();
        process = kind.redeploy(place, process);
        awaitReady(before);
    }

    @Override
    public int loadersKept(int redeployments) {
        return kind.loadersKept(redeployments);
    }

    @Override
    public void stop() throws InterruptedException {
        process.destroy();
        if (!ends()) {
            throw new AssertionError("The server did not stop within " + STOP_SECONDS + " s:\n" + log());
        }
    }

    @Override
    public ServerProcess startAgain() throws IOException, InterruptedException {
        Files.move(kind.log(place), place.base().resolve("log-of-the-start-before"), REPLACE_EXISTING);
        return start(kind, place);
    }

    private boolean ends() throws InterruptedException {
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In bad order: nobody looks at what it leaves. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        TomcatFolder.delete(place.base());
    }
}
