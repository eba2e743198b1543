package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Payara 6 and 7: a domain made by {@code asadmin}, prepared by {@code server-config/payara/corral.asadmin} at its start. */
final class PayaraServer implements ServerKind {
    private static final String DOMAIN = "corral";
    /** Payara counts its ports from here to some 80 further. */
    private static final int PORTS = 100;

    private int ports;

    @Override
    public void prepare(ServerPlace place) throws IOException, InterruptedException {
        ports = FreePorts.rangeOf(PORTS);
        Asadmin.run(
                place,
                "create-domain",
                "--nopassword",
                "--portbase",
                Integer.toString(ports),
                "--domaindir",
                place.base().toString(),
                DOMAIN);
        place.copyDriver(domain(place).resolve("lib"));
    }

    @Override
    public ProcessHandle start(ServerPlace place) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("start-domain", "--domaindir", place.base().toString()));
        Path before = place.base().resolve("before.asadmin");
        // What the files of the first start say, Payara keeps.
        if (!Files.exists(before)) {
            Files.write(before, before(place));
            Path after = Files.writeString(
                    place.base().resolve("after.asadmin"), String.join(" ", Asadmin.deployment(place)) + "\n");
            command.addAll(
                    List.of("--prebootcommandfile", before.toString(), "--postbootcommandfile", after.toString()));
        }
        command.add(DOMAIN);
        Asadmin.run(place, command.toArray(String[]::new));
        return Asadmin.process(domain(place));
    }

    /** What operators give to Payara, then what is this test's own. */
    private static List<String> before(ServerPlace place) throws IOException {
        List<String> commands = new ArrayList<>(Files.readAllLines(ServerPlace.serverConfig("payara/corral.asadmin")));
        Optional<Path> dataSource = place.dataSource("payara", "asadmin");
        if (dataSource.isPresent()) {
            commands.addAll(Files.readAllLines(dataSource.get()));
        }
        commands.addAll(Asadmin.listenAt(place.port()));
        return commands;
    }

    private static Path domain(ServerPlace place) {
        return place.base().resolve(DOMAIN);
    }

    @Override
    public ProcessHandle redeploy(ServerPlace place, ProcessHandle running) throws IOException, InterruptedException {
        Asadmin.at(ports, place, Asadmin.deployment(place));
        return running;
    }

    /**
     * That of the application which ran when Payara's monitoring began: of each thread of that moment it keeps where it was, and a
     * place in the code has the class. A heap dump shows it, in a bean for the JVM's threads.
     */
    @Override
    public int loadersKept(int redeployments) {
        return Math.min(1, redeployments);
    }

    @Override
    public Path log(ServerPlace place) {
        return domain(place).resolve("logs/server.log");
    }
}
