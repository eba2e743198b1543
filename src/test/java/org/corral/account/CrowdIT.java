package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Test;

/** More people at the door than there are processors to hash for. */
final class CrowdIT {
    private static final int CROWD = 100;

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);

    @Test
    void wrongSignInsAtOnceAreRefusedOrToldToComeAgainAndARightOneWorksAfterwards() throws Exception {
        Person admin = gate.admin();
        ExecutorService people = Executors.newFixedThreadPool(CROWD);
        try {
            List<Future<RawAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                String email = i % 2 == 0 ? admin.email() : "nobody" + i + "@corral.test";
                answers.add(people.submit(() -> RawClient.exchange(
                        gate.port(),
                        RawClient.post(Site.SIGN_IN, Gate.credentials(email, "some password")),
                        Gate.SOON.multipliedBy(6))));
            }
            for (Future<RawAnswer> answer : answers) {
                assertRefused(answer.get());
            }
        } finally {
            people.shutdownNow();
        }
        assertThat(site.signIn(admin.email(), admin.password()).status()).isEqualTo(200);
    }

    private static void assertRefused(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isIn(400, 503);
        if (answer.status() == 503) {
            assertThat(answer.header("Retry-After"))
                    .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*"));
        }
    }
}
