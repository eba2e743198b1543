package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More people at the door than there are processors to hash for. */
@Tag("once")
final class CrowdIT {
    /** Twice as many as the server lets wait for a hash, on the processors that it has. */
    private static final int CROWD = 2 * (64 + Runtime.getRuntime().availableProcessors());

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
            Set<Integer> statuses = new HashSet<>();
            for (Future<RawAnswer> answer : answers) {
                assertRefused(answer.get());
                statuses.add(answer.get().status());
            }
            assertThat(statuses).containsExactlyInAnyOrder(400, 503);
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
