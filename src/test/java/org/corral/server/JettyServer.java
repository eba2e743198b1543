package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jetty 12.1: a base folder that is {@code server-config/jetty}, with the WAR in {@code webapps}. */
final class JettyServer implements ServerKind {
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
        String name = place.context().equals("/") ? "ROOT" : place.context().substring(1);
        Files.createDirectories(base.resolve("webapps"));
        Files.copy(place.war(), base.resolve("webapps/" + name + ".war"));
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

    @Override
    public ProcessHandle redeploy(ServerPlace place, ProcessHandle running) {
        throw new AssertionError("not written yet: how Jetty deploys again");
    }

    @Override
    public Path log(ServerPlace place) {
        return place.base().resolve("logs/console.log");
    }
}
