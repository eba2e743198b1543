package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara 6 and 7: a domain made by {@code asadmin}, prepared by {@code server-config/payara/corral.asadmin} at its start. */
final class PayaraServer implements ServerKind {
    private static final String DOMAIN = "corral";
    /** Payara counts its ports from here to some 80 further. */
    private static final int PORTS = 100;

    private int ports;

    @Override
    public void prepare(ServerPlace place) throws IOException, InterruptedException {
        ports = FreePorts.rangeOf(PORTS);
        asadmin(
                place,
                "create-domain",
                "--nopassword",
                "--portbase",
                Integer.toString(ports),
                "--domaindir",
                place.base().toString(),
                DOMAIN);
    }

    @Override
    public ProcessHandle start(ServerPlace place) throws IOException, InterruptedException {
        Path before = Files.write(place.base().resolve("before.asadmin"), before(place));
        Path after = Files.writeString(
                place.base().resolve("after.asadmin"), String.join(" ", Asadmin.deployment(place)) + "\n");
        asadmin(
                place,
                "start-domain",
                "--domaindir",
                place.base().toString(),
                "--prebootcommandfile",
                before.toString(),
                "--postbootcommandfile",
                after.toString(),
                DOMAIN);
        return Asadmin.process(place.base().resolve(DOMAIN));
    }

    /** What operators give to Payara, then what is this test's own. */
    private static List<String> before(ServerPlace place) throws IOException {
        List<String> commands = new ArrayList<>(Files.readAllLines(ServerPlace.serverConfig("payara/corral.asadmin")));
        commands.addAll(Asadmin.listenAt(place.port()));
        return commands;
    }

    private static void asadmin(ServerPlace place, String... arguments) throws IOException, InterruptedException {
        Asadmin.run(place, arguments);
    }

    @Override
    public ProcessHandle redeploy(ServerPlace place, ProcessHandle running) throws IOException, InterruptedException {
        Asadmin.at(ports, place, Asadmin.deployment(place));
        return running;
    }

    @Override
    public Path log(ServerPlace place) {
        return place.base().resolve(DOMAIN).resolve("logs/server.log");
    }
}
