package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** GlassFish 7 and 8: a domain made by {@code asadmin}, prepared by {@code server-config/glassfish/corral.asadmin} and restarted. */
final class GlassFishServer implements ServerKind {
    private static final String DOMAIN = "corral";
    /** GlassFish counts its ports from here. */
    private static final int PORTS = 100;

    private int ports;

    @Override
    public void prepare(ServerPlace place) throws IOException, InterruptedException {
        ports = FreePorts.rangeOf(PORTS);
        String domains = place.base().toString();
        Asadmin.run(
                place,
                "create-domain",
                "--nopassword",
                "--portbase",
                Integer.toString(ports),
                "--domaindir",
                domains,
                DOMAIN);
        Asadmin.run(place, "start-domain", "--domaindir", domains, DOMAIN);
        List<String> commands =
                new ArrayList<>(Files.readAllLines(ServerPlace.serverConfig("glassfish/corral.asadmin")));
        commands.addAll(Asadmin.listenAt(place.port()));
        Path file = Files.write(place.base().resolve("commands.asadmin"), commands);
        Asadmin.at(ports, place, List.of("multimode", "--file", file.toString()));
        Asadmin.at(ports, place, List.of("stop-domain", "--domaindir", domains, DOMAIN));
    }

    @Override
    public ProcessHandle start(ServerPlace place) throws IOException, InterruptedException {
        Asadmin.run(place, "start-domain", "--domaindir", place.base().toString(), DOMAIN);
        Asadmin.at(ports, place, Asadmin.deployment(place));
        return Asadmin.process(place.base().resolve(DOMAIN));
    }

    @Override
    public ProcessHandle redeploy(ServerPlace place, ProcessHandle running) throws IOException, InterruptedException {
        Asadmin.at(ports, place, Asadmin.deployment(place));
        return running;
    }

    /**
     * All: GlassFish 7 never finds the listeners that it wants to remove, and each deployment is one. GlassFish 8 does not stop the
     * thread of the default application, which takes the place of what was at {@code /} for a moment, and starts with its class
     * loader. An empty application is kept too.
     */
    @Override
    public int loadersKept(int redeployments) {
        return redeployments;
    }

    @Override
    public Path log(ServerPlace place) {
        return place.base().resolve(DOMAIN).resolve("logs/server.log");
    }
}
