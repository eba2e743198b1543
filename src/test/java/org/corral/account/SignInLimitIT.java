package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.it.Gate;
import org.corral.it.OwnGate;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guessing passwords, on a server that takes five guesses from an address, behind a proxy on the same machine. */
@Tag("once")
final class SignInLimitIT {
    private static final int TRIES = 5;

    private static Person owner;
    private static OwnGate gate;

    @BeforeAll
    static void start() {
        gate = OwnGate.shared();
        owner = gate.person("owner-of-a-password", "user");
    }

    private static RawAnswer signIn(String password, String... headerLines) throws IOException {
        return RawClient.exchange(
                gate.port(),
                RawClient.post(Site.SIGN_IN, Gate.credentials(owner.email(), password), headerLines),
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
        assertThat(statuses.stream().filter(status -> status == 400)).hasSize(TRIES);

        RawAnswer right = signIn(owner.password(), via("203.0.113.1"));
        assertThat(right.status()).isEqualTo(429);
        assertThat(right.header("Retry-After").map(Long::parseLong)).hasValueSatisfying(seconds -> assertThat(seconds)
                .isBetween(1L, Duration.ofMinutes(3).toSeconds()));
        assertThat(signIn(owner.password(), via("203.0.113.2")).status()).isEqualTo(200);
    }

    @Test
    void deviceOfAnEarlierSignInGetsInFromTheAddressThatGuesses() throws Exception {
        RawAnswer earlier = signIn(owner.password(), via("203.0.113.3"));
        String device = earlier.head().headers("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("corral-device="))
                .map(cookie -> cookie.split(";", 2)[0])
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < TRIES; i++) {
            assertThat(signIn(Secrets.fresh(), via("203.0.113.3")).status()).isEqualTo(400);
        }
        assertThat(signIn(owner.password(), via("203.0.113.3")).status()).isEqualTo(429);
        assertThat(signIn(owner.password(), via("203.0.113.3"), "Cookie: " + device)
                        .status())
                .isEqualTo(200);
    }
}
