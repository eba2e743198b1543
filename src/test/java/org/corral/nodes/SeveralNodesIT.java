package org.corral.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.standin.Behaviour;
import org.corral.wire.Ending;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three Tomcats on one PostgreSQL behind HAProxy: what happens to those who use them while nodes die, come back and are
 * replaced, and while the database is away.
 */
@WithNodes
@Timeout(600)
final class SeveralNodesIT {
    private static final String EMAIL = "ada@corral.test";
    private static final long MILLIS = SOON.toMillis();

    private final Tally tally = new Tally();
    private List<String> brokenByKill = List.of();
    private final List<Node> nodes = new ArrayList<>();

    @Test
    void nothingIsLostWhateverNodeOrDatabaseGoes() throws Exception {
        String secret = Secrets.fresh();
        try (Postgres postgres = Postgres.open()) {
            for (int i = 0; i < 3; i++) {
                nodes.add(new Node(postgres, secret));
            }
            // All at once: they make the tables and the first key together.
            startAll();
            tally.begin("usual");
            try (Haproxy haproxy = Haproxy.start(nodes.stream().map(Node::port).toList())) {
                pass(haproxy, postgres);
            }
        } finally {
            for (Node node : nodes) {
                node.close();
            }
        }
    }

    private void startAll() throws Exception {
        ExecutorService starts = Executors.newFixedThreadPool(nodes.size());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Node node : nodes) {
                all.add(starts.submit(() -> {
                    node.start();
                    return node;
                }));
            }
            for (Future<?> each : all) {
                each.get(4, TimeUnit.MINUTES);
            }
        } finally {
            starts.shutdown();
        }
    }

    private void pass(Haproxy haproxy, Postgres postgres) throws Exception {
        Site site = new Site(haproxy.port(), "");
        for (int i = 1; i <= 3; i++) {
            haproxy.awaitUp(i);
        }
        String admin = bearer(Site.token(site.signUp("Ada", EMAIL, Site.PASSWORD)));
        String key = bearer(Site.text(site.post("/api/v1/auths/api_key", "", admin), "api_key"));
        String session = bearer(Site.token(site.signIn(EMAIL, Site.PASSWORD)));
        Load load = new Load(site, tally, List.of(session, key));
        try (load) {
            load.start();
            tally.await("usual", "get", "200", 20, MILLIS);
            tally.await("usual", "stream", "whole", 3, MILLIS);

            aNodeIsKilled(haproxy, load);
            theDatabaseIsAway(postgres, haproxy, List.of(session, key));
            keysAreRotated(site, admin, session);
            aSessionIsEndedEverywhere(site, admin);
            theNodesAreReplacedOneAfterTheOther(haproxy, postgres);
            beginUsual();
        }
        System.out.println("Several nodes: " + tally);
        tally.begin("looking");
        assertThat(tally.mistakes()).isEmpty();
        // A request that changes nothing is sent again to another node, whatever happens.
        assertThat(tally.answers()).doesNotContain("get broken", "get 401", "get 500", "get 502", "get 503");
        assertThat(load.made()).isGreaterThan(10);
        assertThat(load.broken()).isEqualTo(brokenByKill);
        assertThat(load.lost(nodes.stream().map(Node::site).toList())).isEmpty();
        tally.begin("end");
        System.out.println("Parts: " + tally.parts());
        for (String part : List.of("usual", "rotation", "revocation", "upgrade")) {
            assertThat(tally.answers(part))
                    .as(part)
                    .isSubsetOf("get 200", "sign-up 200", "key 200", "password 200", "stream whole");
        }
    }

    /** Returns when each reader has read an answer that began after what happened before. */
    private void beginUsual() throws InterruptedException {
        tally.begin("usual");
        int whole = tally.count("usual", "stream", "whole");
        tally.await("usual", "stream", "whole", whole + 4, MILLIS);
    }

    private void aNodeIsKilled(Haproxy haproxy, Load load) throws Exception {
        tally.begin("kill");
        Node killed = nodes.get(0);
        killed.ollama().awaitRequests(1, "/api/chat", SOON);
        Chat chat = Chat.ndjson("HELD", 3);
        CountDownLatch go = new CountDownLatch(1);
        killed.ollama().next("POST /api/chat", Behaviour.holdAfter(1, go));
        try (RawClient held = RawClient.connect(killed.port())
                .send(RawClient.post(
                        chat.path(),
                        chat.body(),
                        bearer(Site.token(killed.site().signIn(EMAIL, Site.PASSWORD)))))) {
            held.readHead(SOON);
            held.next(SOON);
            killed.kill();
        } finally {
            go.countDown();
        }
        haproxy.awaitDown(1);
        tally.begin("without one");
        tally.await("without one", "get", "200", 20, MILLIS);
        tally.await("without one", "sign-up", "200", 3, MILLIS);
        tally.await("without one", "stream", "whole", 3, MILLIS);
        assertThat(tally.answers("without one"))
                .isSubsetOf("get 200", "sign-up 200", "key 200", "password 200", "stream whole");

        List<String> there = killed.ollama().requests("/api/chat").stream()
                .map(asked -> asked.json().path("options").path("marker").asString())
                .toList();
        assertThat(there).containsAll(load.broken());
        brokenByKill = load.broken();

        killed.start();
        haproxy.awaitUp(1);
        killed.ollama().reset();
        killed.ollama().awaitRequests(1, "/api/chat", SOON);
        beginUsual();
    }

    private void theDatabaseIsAway(Postgres postgres, Haproxy haproxy, List<String> credentials) throws Exception {
        for (Node node : nodes) {
            for (String credential : credentials) {
                assertThat(node.site().get(Load.VERSION, credential).status()).isEqualTo(200);
            }
        }
        tally.begin("goes away");
        postgres.stop();
        for (Node node : nodes) {
            node.tomcat().awaitLog("The database can't be reached");
        }
        for (int i = 1; i <= 3; i++) {
            haproxy.awaitDown(i);
        }
        tally.begin("away");
        tally.await("away", "sign-up", "503", 20, MILLIS);
        tally.await("away", "get", "200", 50, MILLIS);
        tally.await("away", "stream", "whole", 6, MILLIS);
        assertThat(tally.answers("away")).isSubsetOf("get 200", "sign-up 503", "stream whole");

        tally.begin("comes back");
        postgres.start();
        for (int i = 1; i <= 3; i++) {
            nodes.get(i - 1).tomcat().awaitLog("The database is back");
            haproxy.awaitUp(i);
        }
        beginUsual();
    }

    private void keysAreRotated(Site site, String admin, String session) throws Exception {
        tally.begin("rotation");
        String next = Gate.json(site.post("/api/v1/admin/keys/rotate", "", admin))
                .findPath("kid")
                .asString();
        for (Node node : nodes) {
            long end = System.nanoTime() + SOON.toNanos();
            while (!kid(Site.token(node.site().signIn(EMAIL, Site.PASSWORD))).equals(next)) {
                assertThat(System.nanoTime()).as("the new key signs").isLessThan(end);
                LockSupport.parkNanos(100_000_000);
            }
        }
        String fresh = bearer(Site.token(site.signIn(EMAIL, Site.PASSWORD)));
        for (Node node : nodes) {
            assertThat(node.site().get(Load.VERSION, fresh).status()).isEqualTo(200);
            assertThat(node.site().get(Load.VERSION, session).status()).isEqualTo(200);
        }
        beginUsual();
    }

    private static String kid(String token) {
        String header = token.substring(0, token.indexOf('.'));
        return Gate.json(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .path("kid")
                .asString();
    }

    /** A node that has found a token good believes it until it hears otherwise: no time ends that. */
    private void aSessionIsEndedEverywhere(Site site, String admin) throws Exception {
        tally.begin("revocation");
        site.post(
                "/api/v1/auths/add",
                Map.of("name", "Bob", "email", "bob@corral.test", "password", Site.PASSWORD, "role", "user"),
                admin);
        String bob = bearer(Site.token(site.signIn("bob@corral.test", Site.PASSWORD)));
        Node last = nodes.get(2);
        CountDownLatch go = new CountDownLatch(1);
        Chat chat = Chat.ndjson("HELD", 3);
        for (Node node : nodes) {
            assertThat(node.site().get(Load.VERSION, bob).status()).isEqualTo(200);
        }
        // The readers ask the same Ollama: one of them may be held as well, for a moment.
        last.ollama()
                .next(
                        "POST /api/chat",
                        Behaviour.holdAfter(1, go),
                        Behaviour.holdAfter(1, go),
                        Behaviour.holdAfter(1, go),
                        Behaviour.holdAfter(1, go));
        try (RawClient stream = RawClient.connect(last.port()).send(RawClient.post(chat.path(), chat.body(), bob))) {
            stream.readHead(SOON);
            stream.next(SOON);
            nodes.get(1).site().post("/api/v1/auths/signout", "", bob);
            assertThat(stream.next(SOON).orElseThrow().text()).contains("{\"error\":");
            assertThat(stream.next(SOON)).isEmpty();
            assertThat(stream.ending()).isEqualTo(Ending.CLEAN);
        } finally {
            go.countDown();
        }
        for (Node node : nodes) {
            long end = System.nanoTime() + SOON.toNanos();
            while (node.site().get(Load.VERSION, bob).status() != 401) {
                assertThat(System.nanoTime()).as("gone on all nodes").isLessThan(end);
                LockSupport.parkNanos(20_000_000);
            }
        }
        beginUsual();
    }

    /** A newer version adds to the tables, as its first node does when it starts, while these nodes still use them. */
    private void theNodesAreReplacedOneAfterTheOther(Haproxy haproxy, Postgres postgres) throws Exception {
        tally.begin("upgrade");
        postgres.execute("ALTER TABLE corral_account ADD COLUMN of_a_newer_version VARCHAR(10)");
        postgres.execute("INSERT INTO corral_schema SELECT 1 + MAX(installed_rank), '900', 'adds one',"
                + " 'SQL', 'V900__adds_one.sql', 0, MAX(installed_by), MAX(installed_on), 1, TRUE FROM corral_schema");
        for (int i = 1; i <= 3; i++) {
            Node node = nodes.get(i - 1);
            haproxy.drain(i);
            node.stop();
            node.start();
            node.tomcat().awaitLog("A newer version of Corral has added to the tables");
            haproxy.resume(i);
            int seen = tally.count("upgrade", "sign-up", "200");
            tally.await("upgrade", "sign-up", "200", seen + 2, MILLIS);
        }
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }
}
