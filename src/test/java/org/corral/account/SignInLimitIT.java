package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guessing passwords, on a server whose limits are the usual ones, behind a proxy on the same machine. */
@Tag("once")
final class SignInLimitIT {
    private static final String OWNER = "owner@corral.test";

    @TempDir
    static Path data;

    private static TomcatProcess tomcat;
    private static Site site;

    @BeforeAll
    static void start() throws Exception {
        tomcat = TomcatProcess.setup()
                .dataDir(data)
                .contextParam("corral.trusted-proxies", "127.0.0.1")
                .start();
        site = Site.of(tomcat);
        assertThat(site.signUp("Owner", OWNER, Site.PASSWORD).status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() throws IOException {
        tomcat.close();
    }

    private static RawAnswer signIn(String password, String... headerLines) throws IOException {
        return RawClient.exchange(
                tomcat.port(),
                RawClient.post(Site.SIGN_IN, Gate.credentials(OWNER, password), headerLines),
                Gate.SOON.multipliedBy(6));
    }

    private static String via(String address) {
        return "X-Forwarded-For: " + address;
    }

    @Test
    void whoGuessesFromManyConnectionsAtOnceHasNoMoreTriesAndTheOwnerGetsInFromElsewhere() throws Exception {
        ExecutorService guesser = Executors.newFixedThreadPool(25);
        List<Integer> statuses = new ArrayList<>();
        try {
            List<Future<RawAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                answers.add(guesser.submit(() -> signIn(Secrets.fresh(), via("203.0.113.1"))));
            }
            for (Future<RawAnswer> answer : answers) {
                statuses.add(answer.get().status());
            }
        } finally {
            guesser.shutdownNow();
        }
        assertThat(statuses).containsOnly(400, 429);
        assertThat(statuses.stream().filter(status -> status == 400)).hasSize(15);

        RawAnswer right = signIn(Site.PASSWORD, via("203.0.113.1"));
        assertThat(right.status()).isEqualTo(429);
        assertThat(right.header("Retry-After").map(Long::parseLong)).hasValueSatisfying(seconds -> assertThat(seconds)
                .isBetween(1L, Duration.ofMinutes(3).toSeconds()));
        assertThat(signIn(Site.PASSWORD, via("203.0.113.2")).status()).isEqualTo(200);
    }

    @Test
    void deviceOfAnEarlierSignInGetsInFromTheAddressThatGuesses() throws Exception {
        RawAnswer earlier = signIn(Site.PASSWORD, via("203.0.113.3"));
        String device = earlier.head().headers("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("corral-device="))
                .map(cookie -> cookie.split(";", 2)[0])
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 15; i++) {
            assertThat(signIn(Secrets.fresh(), via("203.0.113.3")).status()).isEqualTo(400);
        }
        assertThat(signIn(Site.PASSWORD, via("203.0.113.3")).status()).isEqualTo(429);
        assertThat(signIn(Site.PASSWORD, via("203.0.113.3"), "Cookie: " + device)
                        .status())
                .isEqualTo(200);
    }
}
