package org.corral.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Jetty 12.1: a base folder that is {@code server-config/jetty}, with the WAR in {@code webapps}. */
final class JettyServer implements ServerKind {
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String environment;

    /** @param environment Jetty's name for a version of Jakarta EE: ee10, ee11 */
    JettyServer(String environment) {
        this.environment = environment;
    }

    @Override
    public ProcessHandle start(ServerPlace place) throws IOException, InterruptedException {
        Path base = place.base();
        Folders.copy(ServerPlace.serverConfig("jetty"), base);
        Path modules = base.resolve("start.d/corral.ini");
        Files.writeString(modules, Files.readString(modules).replace("ee10-", environment + "-"));
        Files.createDirectories(deployed(place).getParent());
        Files.copy(place.war(), deployed(place));
        List<String> command = new ArrayList<>(List.of(ServerPlace.java()));
        command.addAll(place.jvmArgs());
        command.addAll(List.of(
                "-jar",
                place.home().resolve("start.jar").toString(),
                "jetty.base=" + base,
                "jetty.http.host=127.0.0.1",
                "jetty.http.port=" + place.port()));
        return Commands.start(command, base, place.environment(), log(place)).toHandle();
    }

    private static Path deployed(ServerPlace place) {
        String name = place.context().equals("/") ? "ROOT" : place.context().substring(1);
        return place.base().resolve("webapps").resolve(name + ".war");
    }

    /**
     * Jetty looks every few seconds what has changed, as corral.ini says. It would start another archive before it stops the one
     * that it has, which still uses the database.
     */
    @Override
    public ProcessHandle redeploy(ServerPlace place, ProcessHandle running) throws IOException {
        long stopped = timesStopped(place);
        Files.delete(deployed(place));
        long end = System.nanoTime() + STOP_NANOS;
        while (timesStopped(place) == stopped) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Jetty did not undeploy Corral");
            }
            LockSupport.parkNanos(100_000_000);
        }
        Folders.replace(deployed(place), place.war());
        return running;
    }

    private long timesStopped(ServerPlace place) throws IOException {
        return Files.readString(log(place), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.contains("Stopped oeje"))
                .filter(line -> line.contains("WebAppContext"))
                .count();
    }

    @Override
    public Path log(ServerPlace place) {
        return place.base().resolve("logs/console.log");
    }
}
