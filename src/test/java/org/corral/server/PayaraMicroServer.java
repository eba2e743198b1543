package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara Micro 6 and 7: one jar, prepared by {@code server-config/payara-micro/corral.asadmin}. */
final class PayaraMicroServer implements ServerKind {
    @Override
    public ProcessHandle start(ServerPlace place) throws IOException {
        List<String> before =
                new ArrayList<>(Files.readAllLines(ServerPlace.serverConfig("payara-micro/corral.asadmin")));
        before.add("set configs.config.server-config.network-config.network-listeners.network-listener.http-listener"
                + ".address=127.0.0.1");
        Path commands = Files.write(place.base().resolve("before.asadmin"), before);
        List<String> command = new ArrayList<>(List.of(ServerPlace.java()));
        command.addAll(place.jvmArgs());
        command.addAll(List.of(
                "-jar",
                place.home().toString(),
                "--nocluster",
                "--port",
                Integer.toString(place.port()),
                "--rootdir",
                Files.createTempDirectory(place.base(), "root").toString(),
                "--prebootcommandfile",
                commands.toString(),
                "--deploy",
                place.war().toString(),
                "--contextroot",
                place.context()));
        return Commands.start(command, place.base(), place.environment(), log(place))
                .toHandle();
    }

    /**
     * Payara Micro deploys at its start alone: a new version is a new process. It has a new folder of Payara's own too, or Payara
     * would first start the application that it remembers, and then deploy it again.
     */
    @Override
    public ProcessHandle redeploy(ServerPlace place, ProcessHandle running) throws IOException {
        running.destroy();
        running.onExit().join();
        return start(place);
    }

    @Override
    public Path log(ServerPlace place) {
        return place.base().resolve("logs/console.log");
    }
}
