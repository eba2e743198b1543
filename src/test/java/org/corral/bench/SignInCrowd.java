package org.corral.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawClient;

/**
 * What a running stream feels of 1,000 people who sign in at the same moment with wrong passwords: how late its latest token
 * is. Everything runs on this machine, the stand-in and the crowd too; what they take from each other is in the figures.
 */
public final class SignInCrowd {
    private static final int CROWD = 1000;
    private static final int EVERY_MILLIS = 20;
    private static final int QUIET_TOKENS = 500;
    private static final Duration TIMEOUTS = Duration.ofMinutes(5);
    private static final String OWNER = "owner@corral.test";

    private SignInCrowd() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        out.println(
                "| sign-ins at once | answers | until the last answer | latest token before | latest token meanwhile |");
        out.println("|---|---|---|---|---|");
        try (StandInOllama ollama = StandInOllama.start(0)) {
            run(out, "limits as they are", setup(ollama));
            run(
                    out,
                    "no limit on tries",
                    setup(ollama)
                            .contextParam("corral.signin-tries", "1000000")
                            .contextParam("corral.signin-tries-per-address", "1000000"));
        }
    }

    private static TomcatSetup setup(StandInOllama ollama) {
        return TomcatProcess.setup().ollama(ollama.port()).jvmArg("-Xmx512m").asPeopleRunIt();
    }

    private static void run(PrintStream out, String name, TomcatSetup setup) throws Exception {
        ExecutorService reading = Executors.newSingleThreadExecutor();
        try (TomcatProcess tomcat = setup.start()) {
            Site site = Site.of(tomcat);
            String bearer = "Authorization: Bearer " + Site.token(site.signUp("Owner", OWNER, Site.PASSWORD));
            // Once to warm up.
            new Stream(tomcat.port(), bearer, QUIET_TOKENS).read();
            Stream stream = new Stream(tomcat.port(), bearer, 100_000);
            Future<?> read = reading.submit(stream::read);
            stream.awaitTokens(QUIET_TOKENS);
            double before = stream.latestMillis();
            stream.forget();
            long start = System.nanoTime();
            Map<Integer, Integer> statuses = crowd(tomcat.port());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            double meanwhile = stream.latestMillis();
            stream.requireRunning();
            stream.close();
            read.get();
            out.printf(
                    "| %d, %s | %s | %.1f s | %.1f ms | %.1f ms |%n",
                    CROWD, name, statuses, took.toMillis() / 1000.0, before, meanwhile);
        } finally {
            reading.shutdownNow();
        }
    }

    /** All are connected before the first asks; every second one guesses at the same account. */
    private static Map<Integer, Integer> crowd(int port) throws IOException {
        List<RawClient> people = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                people.add(RawClient.connect(port));
            }
            for (int i = 0; i < CROWD; i++) {
                String email = i % 2 == 0 ? OWNER : "nobody" + i + "@corral.test";
                people.get(i).send(RawClient.post(Site.SIGN_IN, Gate.credentials(email, Secrets.fresh())));
            }
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (RawClient person : people) {
                statuses.merge(person.readAll(TIMEOUTS).status(), 1, Integer::sum);
            }
            return statuses;
        } finally {
            for (RawClient person : people) {
                person.close();
            }
        }
    }

    /** One answer that is read as it comes. A token is late by what it comes after its turn, counted from the earliest one. */
    private static final class Stream {
        private final RawClient client;
        private long count;
        private long earliest = Long.MAX_VALUE;
        private long latest = Long.MIN_VALUE;
        private boolean over;

        Stream(int port, String bearer, int tokens) throws IOException {
            Chat chat = Chat.ndjson("T", tokens).every(EVERY_MILLIS);
            client = RawClient.connect(port).send(RawClient.post(chat.path(), chat.body(), bearer));
        }

        void read() {
            try {
                int status = client.readHead(TIMEOUTS).status();
                while (status == 200 && client.next(TIMEOUTS).isPresent()) {
                    came(System.nanoTime());
                }
            } catch (IOException e) {
                // It was closed, since nobody wants to know more; else requireRunning tells.
            } finally {
                ended();
            }
        }

        private synchronized void ended() {
            over = true;
            notifyAll();
        }

        synchronized void requireRunning() {
            if (over) {
                throw new IllegalStateException("the stream was refused or cut, after " + count + " tokens");
            }
        }

        private synchronized void came(long at) {
            long turn = at - count++ * EVERY_MILLIS * 1_000_000L;
            earliest = Math.min(earliest, turn);
            latest = Math.max(latest, turn);
            notifyAll();
        }

        synchronized void awaitTokens(int many) throws InterruptedException {
            while (count < many) {
                requireRunning();
                wait();
            }
        }

        synchronized double latestMillis() {
            return (latest - earliest) / 1e6;
        }

        /** What was late so far counts no more. */
        synchronized void forget() {
            latest = Long.MIN_VALUE;
        }

        void close() throws IOException {
            client.close();
        }
    }
}
