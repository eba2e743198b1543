package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** WildFly: a copy of its own standalone folder, prepared by {@code server-config/wildfly/corral.cli} while it is down. */
final class WildFlyServer implements ServerKind {
    /** For HTTP over TLS and for administration, beside the one for HTTP. */
    private static final int OTHER_PORTS = 3;

    private static final String LINKED_HOME = "home";
    private static final String MODULES = "modules";
    private static final long LAUNCH_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Override
    public void prepare(ServerPlace place) throws IOException, InterruptedException {
        Path base = base(place);
        for (String folder : List.of("configuration", "lib")) {
            Folders.copy(place.home().resolve("standalone").resolve(folder), base.resolve(folder));
        }
        Files.createDirectories(deployed(place).getParent());
        Files.copy(place.war(), deployed(place));
        runScript(place, ServerPlace.serverConfig("wildfly/corral.cli"));
        Optional<Path> dataSource = place.dataSource("wildfly", "cli");
        if (dataSource.isPresent()) {
            linkHome(place);
            place.copyDriver(place.base());
            runScript(place, dataSource.get());
        }
    }

    /** The folder of the server, but with modules of its own: a script may add a driver to them. */
    private static void linkHome(ServerPlace place) throws IOException {
        Path home = place.base().resolve(LINKED_HOME);
        Folders.link(place.home(), home);
        Files.delete(home.resolve(MODULES));
        Folders.link(place.home().resolve(MODULES), home.resolve(MODULES));
    }

    private static void runScript(ServerPlace place, Path file) throws IOException, InterruptedException {
        Commands.run(
                List.of(script(place, "jboss-cli"), "--file=" + file),
                place.base(),
                environment(place, List.of("-Djboss.server.base.dir=" + base(place))));
    }

    @Override
    public ProcessHandle start(ServerPlace place) throws IOException, InterruptedException {
        Files.deleteIfExists(pid(place));
        int others = FreePorts.rangeOf(OTHER_PORTS);
        Process script = Commands.start(
                List.of(
                        script(place, "standalone"),
                        "-b=127.0.0.1",
                        "-Djboss.server.base.dir=" + base(place),
                        "-Djboss.http.port=" + place.port(),
                        "-Djboss.https.port=" + others,
                        "-Djboss.management.http.port=" + (others + 1),
                        "-Djboss.management.https.port=" + (others + 2)),
                place.base(),
                environment(place, place.jvmArgs()),
                log(place));
        return launchedBy(script, place);
    }

    /** The script starts the server and waits for it; it is the server that a test measures and stops. */
    private static ProcessHandle launchedBy(Process script, ServerPlace place) throws IOException {
        long end = System.nanoTime() + LAUNCH_NANOS;
        while (!Files.exists(pid(place)) || Files.size(pid(place)) == 0) {
            if (!script.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("WildFly did not start");
            }
            LockSupport.parkNanos(50_000_000);
        }
        long server = Long.parseLong(Files.readString(pid(place)).strip());
        return ProcessHandle.of(server).orElseThrow(() -> new AssertionError("WildFly ended at once"));
    }

    private static Map<String, String> environment(ServerPlace place, List<String> jvmArgs) {
        Map<String, String> environment = new HashMap<>(place.environment());
        environment.put("JAVA_OPTS", String.join(" ", jvmArgs));
        environment.put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
        environment.put("JBOSS_PIDFILE", pid(place).toString());
        return environment;
    }

    private static String script(ServerPlace place, String name) {
        Path linked = place.base().resolve(LINKED_HOME);
        Path home = Files.exists(linked) ? linked : place.home();
        return home.resolve("bin").resolve(name + ".sh").toString();
    }

    private static Path base(ServerPlace place) {
        return place.base().resolve("standalone");
    }

    private static Path deployed(ServerPlace place) {
        String name = place.context().equals("/") ? "ROOT" : place.context().substring(1);
        return base(place).resolve("deployments").resolve(name + ".war");
    }

    private static Path pid(ServerPlace place) {
        return place.base().resolve("wildfly.pid");
    }

    /** WildFly looks for another file every five seconds. */
    @Override
    public ProcessHandle redeploy(ServerPlace place, ProcessHandle running) throws IOException {
        Folders.replace(deployed(place), place.war());
        return running;
    }

    @Override
    public Path log(ServerPlace place) {
        return place.base().resolve("logs/console.log");
    }
}
