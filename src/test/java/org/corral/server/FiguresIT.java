package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.wire.Ending;
import org.corral.wire.Piece;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a server costs: how soon it is ready, its memory, how late tokens are. Measured and not judged, for the table in servers.md;
 * {@code target/figures} has the outcome. What is asserted is that all streams begin and end well.
 */
@Tag("portable")
class FiguresIT {
    private static final int STREAMS = 300;
    private static final int TOKENS = 40;
    private static final Pattern CREATED = Pattern.compile("\"created_at\":\"([^\"]+)\"");
    private static final Properties FIGURES = new Properties();

    private final Gate gate = Gate.open();

    @AfterAll
    static void keep() throws IOException {
        AppServer server = Gate.open().appServer();
        FIGURES.setProperty("ready-ms", Long.toString(server.startedIn().toMillis()));
        note("resident-at-first", server.residentAtFirst());
        String name = System.getProperty("it.server", "tomcat11");
        Path file = Path.of("target", "figures", name + "-" + Runtime.version().feature() + ".properties");
        Files.createDirectories(file.getParent());
        try (Writer out = Files.newBufferedWriter(file)) {
            FIGURES.store(out, name);
        }
    }

    private static void note(String name, OptionalLong bytes) {
        bytes.ifPresent(value -> FIGURES.setProperty(name, Long.toString(value)));
    }

    @Test
    void threeHundredStreamsThatWaitAllBeginAndEndWell() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        Chat chat = Chat.ndjson("F", 3);
        gate.ollama().on("POST /api/chat", Behaviour.holdAfter(1, go));
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                clients.add(gate.connect().send(chat.by(gate.user())));
            }
            for (RawClient client : clients) {
                assertThat(client.readHead(SOON).status()).isEqualTo(200);
                assertThat(client.next(SOON)).isPresent();
            }
            note("resident-with-streams", ResidentMemory.of(gate.appServer().pid()));
            go.countDown();
            for (RawClient client : clients) {
                client.skipRest(SOON);
                assertThat(client.ending()).isEqualTo(Ending.CLEAN);
            }
        } finally {
            go.countDown();
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void everyTokenComesWithTheTimeAtWhichItWasMade() throws IOException {
        List<Duration> late = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            lateness(late);
        }
        late.sort(Duration::compareTo);
        assertThat(late).hasSize(2 * TOKENS);
        FIGURES.setProperty("late-median-us", micros(late.get(late.size() / 2)));
        FIGURES.setProperty("late-worst-us", micros(late.get(late.size() - 1)));
    }

    private void lateness(List<Duration> late) throws IOException {
        try (RawClient client =
                gate.connect().send(Chat.ndjson("F", TOKENS).every(50).by(gate.user()))) {
            client.readHead(SOON);
            int tokens = 0;
            for (Optional<Piece> piece = client.next(SOON); piece.isPresent(); piece = client.next(SOON)) {
                Instant now = Instant.now();
                Matcher created = CREATED.matcher(piece.get().text());
                while (tokens < TOKENS && created.find()) {
                    late.add(Duration.between(Instant.parse(created.group(1)), now));
                    tokens++;
                }
            }
        }
    }

    /** Beside a Tomcat that has nothing to do, on the same machine in the same minute. */
    @Test
    @Tag("tomcat")
    void tomcatIsReadyWithCorralAndWithout(@TempDir Path folder) throws Exception {
        Path empty = folder.resolve("empty.war");
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(empty))) {
            war.putNextEntry(new ZipEntry("index.html"));
        }
        FIGURES.setProperty("bare-ms", started(TomcatProcess.setup().war(empty)));
        FIGURES.setProperty("corral-ms", started(TomcatProcess.setup()));
    }

    private static String started(TomcatSetup setup) throws Exception {
        try (TomcatProcess tomcat = setup.start()) {
            return Long.toString(tomcat.startedIn().toMillis());
        }
    }

    private static String micros(Duration time) {
        return Long.toString(time.toNanos() / 1000);
    }
}
