package org.corral.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/**
 * A Tomcat for one test, or for those of one class, with settings of its own, and a stand-in Ollama of its own behind it;
 * {@link Gate} is the one that all others share.
 *
 * <pre>{@code
 * @AutoClose
 * private final OwnGate gate = OwnGate.start(with -> with.contextParam("corral.max-body", "1MB"));
 * }</pre>
 */
public final class OwnGate implements AutoCloseable {
    private final StandInOllama ollama;
    private final TomcatProcess tomcat;
    private final Site site;
    private final People people;

    private OwnGate(StandInOllama ollama, TomcatProcess tomcat) {
        this.ollama = ollama;
        this.tomcat = tomcat;
        this.site = Site.of(tomcat);
        this.people = new People(site);
    }

    /** @param settings what is other than by default; the stand-in is in the settings already */
    public static OwnGate start(UnaryOperator<TomcatSetup> settings) {
        StandInOllama ollama = StandInOllama.start(0);
        try {
            TomcatSetup setup = TomcatProcess.setup().ollama(ollama.port());
            return new OwnGate(ollama, settings.apply(setup).start());
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            ollama.close();
            throw new AssertionError("no server for this test", e);
        }
    }

    /** For a test: forgets what earlier ones have ordered from the stand-in, and what it has recorded. */
    public void forget() {
        ollama.reset();
    }

    public StandInOllama ollama() {
        return ollama;
    }

    public TomcatProcess tomcat() {
        return tomcat;
    }

    public Site site() {
        return site;
    }

    public int port() {
        return tomcat.port();
    }

    /** Of a path below the context path. */
    public URI uri(String path) {
        return tomcat.uri(path);
    }

    /** The first admin, who signed up. */
    public Person admin() {
        return people.admin();
    }

    /** A plain user, whom the admin has added. */
    public Person user() {
        return people.person("user", "user");
    }

    public RawClient connect() throws IOException {
        return RawClient.connect(port());
    }

    /** A request on a connection of its own. */
    public RawAnswer exchange(String request) throws IOException {
        return RawClient.exchange(port(), request, Gate.SOON);
    }

    @Override
    public void close() {
        try (ollama) {
            tomcat.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
