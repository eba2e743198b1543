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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.corral.bench.Figures.Kind;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.corral.soak.Vitals;

/**
 * Corral beside what else a Tomcat could put in front of Ollama, and beside nothing at all: the same server, the same stand-in,
 * the same token, by turns. System properties: {@code bench.rounds}, {@code bench.seconds} of streams in a round,
 * {@code bench.streams}, {@code bench.idle} streams for the memory (0 leaves it out), {@code bench.heap} of each server.
 */
public final class Peers implements Closeable {
    private static final String CORRAL = "Corral";
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final int TOKENS = 250;
    private static final Duration GETS = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(6);

    private final PrintStream out = System.out;
    private final int rounds = Integer.getInteger("bench.rounds", 3);
    private final Duration time = Duration.ofSeconds(Integer.getInteger("bench.seconds", 8));
    private final int streams = Integer.getInteger("bench.streams", 200);
    private final int idle = Integer.getInteger("bench.idle", 1000);
    private final String heap = System.getProperty("bench.heap", "256m");

    private final Deque<Closeable> open = new ArrayDeque<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final Figures figures = new Figures(CORRAL);
    private long tokens;
    private long listening; // processor time of the thread that measures, in nanoseconds

    private Peers() {}

    public static void main(String[] arguments) throws Exception {
        try (Peers peers = new Peers()) {
            peers.open();
            try {
                peers.measure();
            } finally {
                peers.figures.print(peers.out);
                peers.printCosts();
            }
        }
    }

    private void open() throws IOException, InterruptedException {
        FastOllama ollama = FastOllama.start();
        open.push(ollama::close);
        TomcatProcess corral = setup().ollama(ollama.port()).start();
        open.push(corral::close);
        Site site = Site.of(corral);
        String token = Site.token(site.signUp("Owner", "owner@corral.test", Site.PASSWORD));
        String header = "Authorization: Bearer " + token;
        candidates.add(Candidate.none(ollama));
        candidates.add(Candidate.process(CORRAL, corral.port(), corral.pid(), header));
        Path jars = Path.of(System.getProperty("bench.jars"));
        String keys = corral.uri("/.well-known/jwks.json").toString();
        add("smiley's proxy", PeerWar.smiley(ollama.port(), jars.resolve("smiley")), keys, header);
        add("Jetty's proxy", PeerWar.jetty(ollama.port(), jars.resolve("jetty")), keys, header);
    }

    private void add(String name, PeerWar peer, String keys, String header) throws IOException, InterruptedException {
        Path war = Files.createTempFile("peer", ".war");
        open.push(() -> Files.delete(war));
        peer.write(war, Path.of(System.getProperty("it.access-jar")), keys);
        TomcatProcess tomcat = setup().war(war).start();
        open.push(tomcat::close);
        candidates.add(Candidate.process(name, tomcat.port(), tomcat.pid(), header));
    }

    private TomcatSetup setup() {
        return TomcatProcess.setup()
                .jvmArg("-Xmx" + heap)
                .jvmArg("-XX:TieredStopAtLevel=4")
                .jvmArg("-XX:+UseG1GC");
    }

    private void measure() throws IOException, InterruptedException {
        for (Candidate candidate : candidates) {
            StreamLoad.run(candidate, streams / 2, TOKENS, INTERVAL.dividedBy(4), WARM_UP, () -> {});
            GetLoad.run(candidate, WARM_UP);
        }
        for (int round = 0; round < rounds; round++) {
            for (Candidate candidate : candidates) {
                stream(candidate);
                get(candidate);
            }
        }
        for (Candidate candidate : candidates) {
            figures.say(candidate.name(), "the first token comes", Oddities.firstToken(candidate));
            figures.say(candidate.name(), "an answer that Ollama breaks off", Oddities.cutAnswer(candidate));
            if (idle > 0 && candidate.hasOwnProcess()) {
                idle(candidate);
            }
        }
    }

    private void stream(Candidate candidate) throws IOException {
        long own = ownNanos();
        long before = candidate.cpu().getAsLong();
        StreamLoad load = StreamLoad.run(candidate, streams, TOKENS, INTERVAL, time, () -> {});
        double used = (candidate.cpu().getAsLong() - before) / 1000.0;
        listening += ownNanos() - own;
        tokens += load.tokens();
        figures.add(candidate.name(), Kind.CPU_PER_TOKEN, used / load.tokens());
        figures.add(candidate.name(), Kind.DELAY_P50, load.delayMicros(0.5));
        figures.add(candidate.name(), Kind.DELAY_P99, load.delayMicros(0.99));
        figures.add(candidate.name(), Kind.FIRST_P50, load.firstMicros(0.5));
        figures.add(candidate.name(), Kind.BAD, load.bad());
    }

    private void get(Candidate candidate) throws IOException {
        long before = candidate.cpu().getAsLong();
        GetLoad load = GetLoad.run(candidate, GETS);
        double used = (candidate.cpu().getAsLong() - before) / 1000.0;
        figures.add(candidate.name(), Kind.CPU_PER_GET, used / load.done());
        figures.add(candidate.name(), Kind.GETS, load.done() / (double) GETS.toSeconds());
        if (load.bad() > 0) {
            out.println(candidate.name() + ": " + load.bad() + " small GETs went wrong");
        }
    }

    /** One token a second and stream. */
    private void idle(Candidate candidate) throws IOException, InterruptedException {
        double[] most = {0};
        int seconds = 12 + idle / 500;
        Vitals before = Vitals.of(candidate.pid());
        FutureTask<Vitals> meanwhile = new FutureTask<>(() -> {
            TimeUnit.SECONDS.sleep(seconds - 4);
            return Vitals.of(candidate.pid());
        });
        new Thread(meanwhile, "vitals").start();
        StreamLoad load = StreamLoad.run(
                candidate,
                idle,
                seconds,
                Duration.ofSeconds(1),
                Duration.ofSeconds(seconds - 1),
                () -> most[0] = Math.max(most[0], candidate.residentMegabytes()));
        figures.say(
                candidate.name(),
                "of " + idle + " idle streams ran at once",
                load.mostAtOnce() + (load.bad() > 0 ? ", " + load.bad() + " refused or cut" : ""));
        figures.say(candidate.name(), "resident with them, MB", String.format(Locale.ROOT, "%.0f", most[0]));
        figures.say(
                candidate.name(),
                "heap for each, KB",
                Long.toString(
                        (vitals(meanwhile).heapKilobytes() - before.heapKilobytes()) / Math.max(1, load.mostAtOnce())));
    }

    private static Vitals vitals(FutureTask<Vitals> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long ownNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void printCosts() {
        out.printf(
                Locale.ROOT,
                "%nThe client that measures took %.1f µs of processor time per token. %d processors, Java %s, -Xmx%s each.%n",
                listening / 1000.0 / tokens,
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
