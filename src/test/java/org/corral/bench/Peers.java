package org.corral.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.corral.bench.Figures.Kind;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;

/**
 * Corral beside what else a Tomcat could put in front of Ollama, and beside nothing at all: the same server, the same stand-in,
 * the same token, by turns. System properties: {@code bench.rounds}, {@code bench.seconds} of streams in a round,
 * {@code bench.streams}, {@code bench.idle} streams for the memory (0 leaves it out), {@code bench.heap} of each server. It
 * fails, without figures, when an answer was not 200 or not whole.
 */
public final class Peers implements Closeable {
    private static final String CORRAL = "Corral";
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final int TOKENS = 250;
    private static final Duration GETS = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(6);

    private final int rounds = Integer.getInteger("bench.rounds", 3);
    private final Duration time = Duration.ofSeconds(Integer.getInteger("bench.seconds", 8));
    private final int streams = Integer.getInteger("bench.streams", 200);
    private final int idle = Integer.getInteger("bench.idle", 1000);
    private final String heap = System.getProperty("bench.heap", "256m");

    private final Deque<Closeable> open = new ArrayDeque<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final FastOllama ollama;

    private Peers() throws IOException {
        ollama = FastOllama.start();
        open.push(ollama::close);
    }

    public static void main(String[] arguments) throws Exception {
        try (Peers peers = new Peers()) {
            peers.start();
            Figures figures = peers.measure();
            figures.print(System.out);
            peers.printConditions(System.out);
        }
    }

    private void start() throws IOException, InterruptedException {
        TomcatProcess corral = started(setup().ollama(ollama.port()));
        String token = Site.token(Site.of(corral).signUp("Owner", "owner@corral.test", Site.PASSWORD));
        String header = "Authorization: Bearer " + token;
        candidates.add(Candidate.none(ollama));
        candidates.add(Candidate.gateway(CORRAL, corral, header));
        Path jars = Path.of(System.getProperty("bench.jars"));
        String keys = corral.uri("/.well-known/jwks.json").toString();
        add("smiley's proxy", PeerWar.smiley(ollama.port(), jars.resolve("smiley")), keys, header);
        add("Jetty's proxy", PeerWar.jetty(ollama.port(), jars.resolve("jetty")), keys, header);
    }

    private void add(String name, PeerWar peer, String keys, String header) throws IOException, InterruptedException {
        Path war = Files.createTempFile("peer", ".war");
        open.push(() -> Files.delete(war));
        peer.write(war, Path.of(System.getProperty("it.access-jar")), keys);
        candidates.add(Candidate.gateway(name, started(setup().war(war)), header));
    }

    private TomcatProcess started(TomcatSetup setup) throws IOException, InterruptedException {
        TomcatProcess tomcat = setup.start();
        open.push(tomcat::close);
        return tomcat;
    }

    private TomcatSetup setup() {
        return TomcatProcess.setup().jvmArg("-Xmx" + heap).asPeopleRunIt().jvmArg("-XX:+UseG1GC");
    }

    private Figures measure() throws IOException, InterruptedException {
        Figures figures =
                new Figures(CORRAL, candidates.stream().map(Candidate::name).toList());
        for (Candidate candidate : candidates) {
            figures.say(candidate.name(), "the first token comes", Oddities.firstToken(candidate));
            figures.say(candidate.name(), "an answer that Ollama breaks off", Oddities.cutAnswer(candidate));
        }
        for (Candidate candidate : candidates) {
            warmUp(candidate);
        }
        for (int round = 0; round < rounds; round++) {
            for (Candidate candidate : candidates) {
                stream(candidate, figures);
                get(candidate, figures);
            }
        }
        for (Candidate candidate : candidates) {
            if (idle > 0 && candidate.server().isPresent()) {
                idle(candidate, figures);
            }
        }
        return figures;
    }

    private void warmUp(Candidate candidate) throws IOException {
        try (StreamLoad load = new StreamLoad(candidate, streams / 2, TOKENS, INTERVAL.dividedBy(4))) {
            load.runWhole(WARM_UP);
        }
        GetLoad.run(candidate, WARM_UP);
    }

    private void stream(Candidate candidate, Figures figures) throws IOException {
        String name = candidate.name();
        long client = ownNanos();
        long standIn = ollama.cpuNanos();
        long server = candidate.cpuNanos();
        try (StreamLoad load = new StreamLoad(candidate, streams, TOKENS, INTERVAL)) {
            load.runWhole(time);
            double micros = 1 / 1000.0 / load.tokens();
            if (candidate.server().isPresent()) {
                figures.add(name, Kind.CPU_PER_TOKEN, (candidate.cpuNanos() - server) * micros);
            }
            figures.add(name, Kind.STAND_IN_PER_TOKEN, (ollama.cpuNanos() - standIn) * micros);
            figures.add(name, Kind.CLIENT_PER_TOKEN, (ownNanos() - client) * micros);
            figures.add(name, Kind.DELAY_P50, load.delayMicros(0.5));
            figures.add(name, Kind.DELAY_P99, load.delayMicros(0.99));
            figures.add(name, Kind.FIRST_P50, load.firstMicros(0.5));
        }
    }

    /** Of the thread that measures. */
    private static long ownNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void get(Candidate candidate, Figures figures) throws IOException {
        long before = candidate.cpuNanos();
        GetLoad load = GetLoad.run(candidate, GETS);
        if (candidate.server().isPresent()) {
            figures.add(candidate.name(), Kind.CPU_PER_GET, (candidate.cpuNanos() - before) / 1000.0 / load.done());
        }
        figures.add(candidate.name(), Kind.GETS, load.done() / (double) GETS.toSeconds());
    }

    private void idle(Candidate candidate, Figures figures) throws IOException, InterruptedException {
        IdleStreams streams = IdleStreams.run(candidate, idle);
        figures.say(candidate.name(), "of " + idle + " idle streams ran at once", streams.ran());
        figures.say(
                candidate.name(),
                "resident with those that ran, MB",
                String.format(Locale.ROOT, "%.0f", streams.residentMegabytes()));
        figures.say(candidate.name(), "heap for each that ran, KB", Long.toString(streams.heapKilobytesEach()));
    }

    private void printConditions(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%n%d rounds of %d streams, %d processors, Java %s, -Xmx%s each.%n",
                rounds,
                streams,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                heap);
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
