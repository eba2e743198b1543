package org.corral.nodes;

import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.Ending;
import org.corral.wire.Piece;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/**
 * People and programs that use the nodes through one address: some sign up, make keys and change passwords, some ask by a
 * token or a key, some read streamed answers. They remember what was answered with success.
 */
final class Load implements AutoCloseable {
    static final String VERSION = "/ollama/api/version";
    private static final int TOKENS = 30;
    private static final int READERS = 3;

    private final Site site;
    private final Tally tally;
    private final List<String> credentials;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong number = new AtomicLong();
    private volatile boolean over;

    /** The present passwords of the accounts that were made, by e-mail address. */
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    /** The new password where a change was not answered: either may be good. */
    private final Map<String, String> unsure = new ConcurrentHashMap<>();

    private final List<String> keys = new CopyOnWriteArrayList<>();
    /** The markers of answers that broke off. */
    private final List<String> broken = new CopyOnWriteArrayList<>();

    /** @param credentials header lines of those who ask all the time */
    Load(Site site, Tally tally, List<String> credentials) {
        this.site = site;
        this.tally = tally;
        this.credentials = credentials;
    }

    void start() {
        add("people", this::signUp);
        add("programs", this::ask);
        for (int i = 0; i < READERS; i++) {
            add("reader " + i, this::read);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void add(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    while (!over) {
                        try {
                            work.run();
                        } catch (IOException | RuntimeException | AssertionError e) {
                            tally.mistake(name + ": " + e);
                        }
                        LockSupport.parkNanos(30_000_000);
                    }
                },
                name);
        threads.add(thread);
        thread.start();
    }

    private Optional<RawAnswer> answered(String what, Call call) {
        String part = tally.part();
        try {
            RawAnswer answer = call.run();
            tally.add(until(part), what, Integer.toString(answer.status()));
            if (answer.status() == 503 && answer.header("Retry-After").isEmpty()) {
                tally.mistake(what + " 503 without Retry-After: " + answer.text());
            }
            return Optional.of(answer).filter(each -> each.status() == 200);
        } catch (IOException e) {
            tally.add(until(part), what, "broken");
            return Optional.empty();
        }
    }

    /** What began in one part and ended in the next belongs to neither. */
    private String until(String part) {
        String now = tally.part();
        return now.equals(part) ? part : part + " to " + now;
    }

    private interface Call {
        RawAnswer run() throws IOException;
    }

    private void signUp() {
        String email = "p" + number.incrementAndGet() + "@corral.test";
        String password = Secrets.fresh();
        Optional<RawAnswer> made = answered("sign-up", () -> site.signUp("P", email, password));
        if (made.isEmpty()) {
            return;
        }
        passwords.put(email, password);
        String bearer = "Authorization: Bearer " + Site.token(made.get());
        answered("key", () -> site.post("/api/v1/auths/api_key", "", bearer))
                .ifPresent(key -> keys.add(Site.text(key, "api_key")));
        String next = Secrets.fresh();
        unsure.put(email, next);
        Map<String, String> change = Map.of("password", password, "new_password", next);
        answered("password", () -> site.post("/api/v1/auths/update/password", change, bearer))
                .ifPresent(changed -> {
                    passwords.put(email, next);
                    unsure.remove(email);
                });
    }

    private void ask() {
        for (String credential : credentials) {
            answered("get", () -> site.get(VERSION, credential));
        }
    }

    private void read() {
        String marker = "S" + number.incrementAndGet();
        String part = tally.part();
        Chat chat = Chat.ndjson(marker, TOKENS).every(100);
        try (RawClient client =
                RawClient.connect(site.port()).send(RawClient.post(chat.path(), chat.body(), credentials.get(0)))) {
            int status = client.readHead(SOON).status();
            StringBuilder text = new StringBuilder();
            for (Optional<Piece> piece = client.next(SOON); piece.isPresent(); piece = client.next(SOON)) {
                text.append(piece.get().text());
            }
            boolean whole = status == 200 && client.ending() == Ending.CLEAN && isWhole(marker, text.toString());
            tally.add(until(part), "stream", whole ? "whole" : status == 200 ? "broken" : Integer.toString(status));
            if (!whole && status == 200) {
                broken.add(marker);
            }
        } catch (IOException e) {
            broken.add(marker);
            tally.add(until(part), "stream", "broken");
        }
    }

    /** Every token once, in order. */
    private static boolean isWhole(String marker, String text) {
        int at = -1;
        for (int i = 0; i < TOKENS; i++) {
            int next = text.indexOf(marker + ":" + i, at + 1);
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return text.contains("\"done\":true");
    }

    List<String> broken() {
        return List.copyOf(broken);
    }

    /** Ends, and returns when nobody asks any more. */
    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join(SOON.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * After the end: what was answered with success and does not hold.
     *
     * @param there where it is looked for, in each place a part of it
     */
    List<String> lost(List<Site> there) {
        Queue<Check> checks = new ConcurrentLinkedQueue<>();
        passwords.forEach((email, password) -> checks.add(new Check(
                email,
                site -> isGood(site, email, password) || isGood(site, email, unsure.getOrDefault(email, password)))));
        keys.forEach(key -> checks.add(new Check(
                "a key",
                site -> site.get(VERSION, "Authorization: Bearer " + key).status() == 200)));
        List<CompletableFuture<List<String>>> all = there.stream()
                .map(each -> CompletableFuture.supplyAsync(() -> failing(checks, each)))
                .toList();
        return all.stream().flatMap(each -> each.join().stream()).toList();
    }

    private record Check(String what, Probe probe) {}

    private interface Probe {
        boolean isGood(Site there) throws IOException;
    }

    private static List<String> failing(Queue<Check> checks, Site there) {
        List<String> failing = new ArrayList<>();
        for (Check check = checks.poll(); check != null; check = checks.poll()) {
            try {
                if (!check.probe().isGood(there)) {
                    failing.add(check.what());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return failing;
    }

    private static boolean isGood(Site there, String email, String password) throws IOException {
        return there.post(Site.SIGN_IN, Gate.credentials(email, password)).status() == 200;
    }

    /** How many accounts and keys were made. */
    int made() {
        return passwords.size() + keys.size();
    }
}
