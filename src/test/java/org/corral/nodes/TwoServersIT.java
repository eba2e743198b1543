package org.corral.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.AppServer;
import org.corral.server.BuiltFiles;
import org.corral.server.FreePorts;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.corral.standin.Behaviour;
import org.corral.standin.StandInOllama;
import org.corral.storage.DatabaseServer;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A Tomcat and a server of another kind on one database behind HAProxy: {@code .ci/with-database postgres mvn verify
 * -DskipUnitTests -Dserver=payara -Dit.test=TwoServersIT}. Each takes what the other has given, and goes on when it dies.
 */
@Tag("database")
@Tag("portable")
@ExtendWith(WithNodes.AreThere.class)
@Timeout(600)
final class TwoServersIT {
    private static final String EMAIL = "ada@corral.test";
    private static final int TOKENS = 30;

    private final DatabaseServer database =
            DatabaseServer.schema(UUID.randomUUID().toString());
    private final String secret = Secrets.fresh();

    private TomcatSetup node(StandInOllama ollama) {
        return TomcatProcess.setup()
                .ollama(ollama.port())
                .contextParam("corral.jdbc-url", database.jdbc().url())
                .contextParam("corral.jdbc-user", database.jdbc().user().orElseThrow())
                .contextParam(
                        "corral.jdbc-password",
                        database.jdbc().password().orElseThrow().reveal())
                .contextParam("corral.secret", secret)
                .contextParam("corral.token-algorithm", "ES256")
                .contextParam("corral.trusted-proxies", "127.0.0.1");
    }

    @Test
    void eachTakesWhatTheOtherHasGivenAndGoesOnWhenItDies() throws Exception {
        try (StandInOllama ollama = StandInOllama.start(0);
                AppServer other = node(ollama).startUnderTest();
                TomcatProcess tomcat = node(ollama).home(BuiltFiles.tomcat()).start();
                // A third node is not there.
                Haproxy haproxy = Haproxy.start(List.of(tomcat.port(), other.port(), FreePorts.any()))) {
            haproxy.awaitUp(1);
            haproxy.awaitUp(2);
            Site site = new Site(haproxy.port(), "");
            String admin = Site.token(site.signUp("Ada", EMAIL, Site.PASSWORD));
            assertThat(Site.of(tomcat).me(admin).status()).isEqualTo(200);
            assertThat(Site.of(other).me(admin).status()).isEqualTo(200);

            sessionOfOneEndsOnTheOther(Site.of(tomcat), Site.of(other), ollama);
            sessionOfOneEndsOnTheOther(Site.of(other), Site.of(tomcat), ollama);

            String made = Site.token(Site.of(other).signIn(EMAIL, Site.PASSWORD));
            Chat chat = Chat.ndjson("T", TOKENS).every(100);
            try (RawClient stream = begun(Site.of(tomcat), chat, made)) {
                ProcessHandle.of(other.pid()).orElseThrow().destroyForcibly();
                assertThat(stream.readRest(SOON)).contains("T:" + (TOKENS - 1), "\"done\":true");
                assertThat(stream.ending()).isEqualTo(Ending.CLEAN);
            }
            haproxy.awaitDown(2);
            assertThat(site.me(made).status()).isEqualTo(200);
            assertThat(site.signIn(EMAIL, Site.PASSWORD).status()).isEqualTo(200);
        }
    }

    /** The token is used on both, and a stream runs by it on the second. */
    private static void sessionOfOneEndsOnTheOther(Site one, Site other, StandInOllama ollama) throws IOException {
        String token = Site.token(one.signIn(EMAIL, Site.PASSWORD));
        assertThat(other.me(token).status()).isEqualTo(200);
        CountDownLatch go = new CountDownLatch(1);
        ollama.next("POST /api/chat", Behaviour.holdAfter(1, go));
        try (RawClient stream = begun(other, Chat.ndjson("HELD", 3), token)) {
            RawAnswer out = one.post("/api/v1/auths/signout", "", bearer(token));
            assertThat(out.status()).isEqualTo(200);
            long begun = System.nanoTime();
            while (other.me(token).status() != 401) {
                assertThat(System.nanoTime() - begun).as("refused").isLessThan(SOON.toNanos());
                LockSupport.parkNanos(10_000_000);
            }
            System.out.println(
                    "Two servers: refused on the other one after " + (System.nanoTime() - begun) / 1_000_000 + " ms");
            assertThat(stream.readRest(SOON)).contains("{\"error\":");
            assertThat(stream.ending()).isEqualTo(Ending.CLEAN);
        } finally {
            go.countDown();
        }
    }

    private static RawClient begun(Site site, Chat chat, String token) throws IOException {
        RawClient stream = RawClient.connect(site.port()).send(RawClient.post(chat.path(), chat.body(), bearer(token)));
        assertThat(stream.readHead(SOON).status()).isEqualTo(200);
        assertThat(stream.next(SOON)).isPresent();
        return stream;
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }
}
