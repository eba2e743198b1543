package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Open Liberty: a server with {@code server-config/liberty/server.xml}. */
final class LibertyServer implements ServerKind {
    private static final String NAME = "corral";

    @Override
    public void prepare(ServerPlace place) throws IOException {
        Path server = server(place);
        Path more = Files.createDirectories(server.resolve("configDropins/overrides"));
        Files.createDirectories(server.resolve("apps"));
        Files.copy(ServerPlace.serverConfig("liberty/server.xml"), server.resolve("server.xml"));
        Files.copy(place.war(), war(place));
        Optional<Path> dataSource = place.dataSource("liberty", "xml");
        if (dataSource.isPresent()) {
            Files.copy(dataSource.get(), more.resolve("data-source.xml"));
        }
        place.copyDriver(server.resolve("drivers"));
        Files.writeString(
                more.resolve("place.xml"),
                "<server><variable name='corral.port' value='" + place.port()
                        + "'/><variable name='corral.context' value='" + place.context() + "'/></server>");
        Files.write(server.resolve("jvm.options"), place.jvmArgs());
    }

    @Override
    public ProcessHandle start(ServerPlace place) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(place.environment());
        environment.put("WLP_USER_DIR", user(place).toString());
        Commands.run(List.of(place.home().resolve("bin/server").toString(), "start", NAME), place.base(), environment);
        String pid = Files.readString(user(place).resolve("servers/.pid/" + NAME + ".pid"));
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .orElseThrow(() -> new AssertionError("Liberty ended at once"));
    }

    private static Path user(ServerPlace place) {
        return place.base().resolve("usr");
    }

    private static Path server(ServerPlace place) {
        return user(place).resolve("servers").resolve(NAME);
    }

    @Override
    public ProcessHandle redeploy(ServerPlace place, ProcessHandle running) throws IOException {
        // Liberty looks at the file twice a second: it must never see half of it, nor the same time as before.
        Path next = Files.copy(place.war(), server(place).resolve("corral.war.next"));
        Files.setLastModifiedTime(next, FileTime.from(Instant.now()));
        Files.move(next, war(place), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return running;
    }

    private static Path war(ServerPlace place) {
        return server(place).resolve("apps/corral.war");
    }

    @Override
    public Path log(ServerPlace place) {
        return server(place).resolve("logs/messages.log");
    }
}
