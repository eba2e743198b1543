package org.corral.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.corral.server.TomcatProcess;

/**
 * Callers of all kinds on one Tomcat for {@code soak.minutes}. What each of them must see, their {@link Work} asserts; in the end
 * nothing may be left over. Prints what was done and what the server held before and after; ends with status 1 if there was a
 * fault.
 */
public final class Soak {
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    /** Within which a server at rest ends threads and connections that it does not need. */
    private static final Duration REST = Duration.ofSeconds(100);

    private static final int LEAST_PER_MINUTE = 2;
    private static final long MORE_HEAP_KILOBYTES = 16 << 10;
    private static final long MORE_DESCRIPTORS = 10;
    private static final long MORE_THREADS = 5;

    /** Health checks of two servers. */
    private static final int CONNECTIONS_AT_REST = 2;

    private static final List<String> NOT_IN_A_LOG = List.of(" SEVERE ", "\tat ", "memory leak", "failed to stop it");

    private final PrintStream out;
    private final Tally tally = new Tally();

    private Soak(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        Soak soak = new Soak(System.out);
        soak.run(Duration.ofMinutes(Integer.getInteger("soak.minutes", 30)));
        soak.tally.printFaults(System.out);
        System.exit(soak.tally.faults() == 0 ? 0 : 1);
    }

    private void run(Duration time) throws IOException, InterruptedException {
        try (Servers servers = new Servers();
                TomcatProcess tomcat = start(servers)) {
            try {
                run(time, Scene.of(tomcat, servers), tomcat);
            } catch (AssertionError e) {
                out.println(tomcat.log());
                out.println(Vitals.stacks(tomcat.pid()));
                throw e;
            }
            tomcat.stop();
            readLog(tomcat.log());
        }
    }

    private void run(Duration time, Scene scene, TomcatProcess tomcat) throws IOException, InterruptedException {
        Crew crew = crew(scene);
        crew.work(WARM_UP, tally);
        rest(scene, tomcat, Long.MAX_VALUE);
        Vitals before = Vitals.of(tomcat.pid());
        crew.work(time, tally);
        rest(scene, tomcat, before.threads());
        Vitals after = Vitals.of(tomcat.pid());
        tally.demand((int) time.toMinutes() * LEAST_PER_MINUTE);
        tally.print(out);
        compare(tomcat, before, after);
    }

    private static TomcatProcess start(Servers servers) throws IOException, InterruptedException {
        return TomcatProcess.setup()
                .contextParam("corral.ollama-urls", servers.urls())
                .contextParam("corral.health-interval", "1s")
                .contextParam("corral.slow-start", "1s")
                .contextParam("corral.heartbeat", "1s")
                .contextParam("corral.idle-connection", "5s")
                .contextParam("corral.token-lifetime", Expiry.LIFETIME.toSeconds() + "s")
                // A part of it that is not given back would soon be missed.
                .contextParam("corral.body-memory", "16MB")
                .asPeopleRunIt()
                .jvmArg("-XX:+UseG1GC")
                .start();
    }

    private static Crew crew(Scene scene) {
        return new Crew()
                .add("streams of both servers", 12, () -> new Talk(scene, Servers.SHARED))
                .add("streams of the steady server", 12, () -> new Talk(scene, Servers.STEADY))
                .add("streams that are left", 6, () -> new Departure(scene))
                .add("streams that are read slowly", 3, () -> new SlowReading(scene))
                .add("uploads of blobs", 3, () -> new Uploading(scene))
                .add("questions with a picture", 3, () -> new Picture(scene))
                .add("lists", 3, () -> new Looking(scene))
                .add("sessions that expire", 3, () -> new Expiry(scene))
                .add("sessions that are ended", 2, () -> new Revocation(scene))
                .add("the mortal server", 1, scene::servers);
    }

    /** Until nothing is under way, and no more threads are there than these; what is under way still is a fault. */
    private void rest(Scene scene, TomcatProcess tomcat, long threads) throws IOException, InterruptedException {
        long end = System.nanoTime() + REST.toNanos();
        while (System.nanoTime() < end
                && (scene.underWay() > 0
                        || scene.servers().steady().openConnections() > CONNECTIONS_AT_REST
                        || Vitals.threads(tomcat.pid()) > threads)) {
            TimeUnit.SECONDS.sleep(1);
        }
        none("requests under way at rest", scene.underWay());
        none(
                "connections too many to Ollama at rest",
                Math.max(0, scene.servers().steady().openConnections() - CONNECTIONS_AT_REST));
    }

    private void none(String what, int count) {
        if (count > 0) {
            tally.fault(count + " " + what);
        }
    }

    private void compare(TomcatProcess tomcat, Vitals before, Vitals after) throws IOException, InterruptedException {
        out.println("\n| what the server holds at rest | before | after |\n|---|---|---|");
        compare("heap, KB", before.heapKilobytes(), after.heapKilobytes(), MORE_HEAP_KILOBYTES);
        compare("file descriptors", before.descriptors(), after.descriptors(), MORE_DESCRIPTORS);
        compare("threads", before.threads(), after.threads(), MORE_THREADS);
        out.println("| resident, KB | " + before.residentKilobytes() + " | " + after.residentKilobytes() + " |");
        if (after.heapKilobytes() > before.heapKilobytes() + MORE_HEAP_KILOBYTES) {
            out.println(Vitals.histogram(tomcat.pid(), 40));
        }
    }

    private void compare(String what, long before, long after, long margin) {
        out.println("| " + what + " | " + before + " | " + after + " |");
        if (after > before + margin) {
            tally.fault(what + ": " + before + " before, " + after + " after");
        }
    }

    /** Warnings are told, since a server that dies is worth one; errors are faults. */
    private void readLog(String log) {
        Map<String, Integer> warnings = new TreeMap<>();
        for (String line : log.lines().toList()) {
            if (NOT_IN_A_LOG.stream().anyMatch(line::contains)) {
                tally.fault("log: " + line);
            } else if (line.contains(" WARNING ")) {
                warnings.merge(line.replaceFirst(".*\\] ", "").replaceAll("[0-9a-f]{4,}|\\d+", "N"), 1, Integer::sum);
            }
        }
        out.println("\n| warnings in the log | times |\n|---|---|");
        warnings.forEach((text, times) -> out.println("| " + text + " | " + times + " |"));
    }
}
