package org.corral.nodes;

import java.io.IOException;
import java.util.Optional;
import org.corral.it.Site;
import org.corral.server.FreePorts;
import org.corral.server.TomcatProcess;
import org.corral.standin.StandInOllama;

/** One of several servers on one database: always at the same port, with an Ollama of its own by which its streams are known. */
final class Node implements AutoCloseable {
    private final int port = FreePorts.any();
    private final StandInOllama ollama = StandInOllama.start(0);
    private final Postgres postgres;
    private final String secret;
    private Optional<TomcatProcess> tomcat = Optional.empty();

    Node(Postgres postgres, String secret) {
        this.postgres = postgres;
        this.secret = secret;
    }

    int port() {
        return port;
    }

    StandInOllama ollama() {
        return ollama;
    }

    Site site() {
        return new Site(port, "");
    }

    TomcatProcess tomcat() {
        return tomcat.orElseThrow();
    }

    void start() throws IOException, InterruptedException {
        tomcat = Optional.of(TomcatProcess.setup()
                .port(port)
                .ollama(ollama.port())
                .manyPasswords()
                .contextParam("corral.jdbc-url", postgres.url())
                .contextParam("corral.jdbc-user", Postgres.USER)
                .contextParam("corral.jdbc-password", postgres.password())
                .contextParam("corral.secret", secret)
                .contextParam("corral.signup", "open")
                .contextParam("corral.default-role", "user")
                .contextParam("corral.trusted-proxies", "127.0.0.1")
                .contextParam("corral.key-publish-ahead", "1s")
                .contextParam("corral.signin-tries-per-address", "100000")
                .start());
    }

    /** As {@code kill -9} does. */
    void kill() throws IOException {
        tomcat().kill();
        end();
    }

    void stop() throws IOException, InterruptedException {
        tomcat().stop();
        end();
    }

    private void end() throws IOException {
        TomcatProcess ended = tomcat();
        tomcat = Optional.empty();
        ended.close();
    }

    @Override
    public void close() throws IOException {
        try (ollama) {
            if (tomcat.isPresent()) {
                end();
            }
        }
    }
}
