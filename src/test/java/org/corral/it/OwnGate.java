package org.corral.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.corral.server.AppServer;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/**
 * A server with settings of its own, and a stand-in Ollama of its own behind it; {@link Gate} is the one that most tests
 * use.
 *
 * <pre>{@code
 * @AutoClose
 * private final OwnGate gate = OwnGate.start(with -> with.contextParam("corral.max-body", "1MB"));
 * }</pre>
 *
 * A start takes seconds, so tests that want the same settings and bring people of their own {@link #shared share} one.
 */
public final class OwnGate implements AutoCloseable {
    /** Two new routes, and three known ones for another role than by default. */
    public static final String OPENED = "POST /api/rerank user, GET /api/news admin,"
            + " POST /api/pull user, POST /api/push user, POST /api/create user";

    private static final Map<String, OwnGate> SHARED = new ConcurrentHashMap<>();

    private final StandInOllama ollama;
    private final AppServer server;
    private final Site site;
    private final People people;

    private OwnGate(StandInOllama ollama, AppServer server) {
        this.ollama = ollama;
        this.server = server;
        this.site = Site.of(server);
        this.people = new People(site);
    }

    /**
     * The server with these settings, which is started for the first that asks and stays to the end of the run. Nobody
     * closes or stops it.
     *
     * @param settings what is other than by default; the stand-in is in the settings already
     */
    public static OwnGate shared(UnaryOperator<TomcatSetup> settings) {
        OwnGate gate =
                SHARED.computeIfAbsent(settings.apply(TomcatProcess.setup()).description(), settingsInWords -> {
                    OwnGate started = start(settings);
                    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "end of a shared server"));
                    return started;
                });
        gate.forget();
        return gate;
    }

    /** One that all can share whose settings are in nobody's way. {@link #OPENED} are its routes. */
    public static OwnGate shared() {
        return shared(with -> with.manyPasswords()
                .contextParam("corral.trusted-proxies", "127.0.0.1")
                // Long enough for ten requests on a machine that is busy.
                .contextParam("corral.signature-repeat", "5m")
                .contextParam("corral.signin-tries", "5")
                .contextParam("corral.cors-origins", "https://other.example.org, https://chat.example.org")
                .contextParam("corral.ollama-routes", OPENED));
    }

    /** What is waited for is waited for a second here. It has a context path, too. */
    public static OwnGate sharedAndHasty() {
        return shared(with -> with.path("/corral")
                .contextParam("corral.first-byte-timeout", "1s")
                .contextParam("corral.silence-timeout", "1s")
                .contextParam("corral.upload-timeout", "1s")
                .contextParam("corral.body-timeout", "1s")
                .contextParam("corral.requests-per-server", "4")
                .contextParam("corral.queue-timeout", "500ms"));
    }

    /** @param settings what is other than by default; the stand-in is in the settings already */
    public static OwnGate start(UnaryOperator<TomcatSetup> settings) {
        StandInOllama ollama = StandInOllama.start(0);
        try {
            TomcatSetup setup = TomcatProcess.setup().ollama(ollama.port());
            return new OwnGate(ollama, settings.apply(setup).startUnderTest());
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

    /** Whichever it is. */
    public AppServer server() {
        return server;
    }

    /** For tests that are for Tomcat alone. */
    public TomcatProcess tomcat() {
        return (TomcatProcess) server;
    }

    public Site site() {
        return site;
    }

    public int port() {
        return server.port();
    }

    /** Of a path below the context path. */
    public URI uri(String path) {
        return server.uri(path);
    }

    /** The first admin, who signed up. */
    public Person admin() {
        return people.admin();
    }

    /** A plain user, whom the admin has added. */
    public Person user() {
        return person("user", "user");
    }

    /** A person of this name, whom the admin has added with this role. */
    public Person person(String name, String role) {
        return people.person(name, role);
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
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
