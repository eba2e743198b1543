package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.corral.it.Secrets;
import org.corral.settings.SignupPolicy;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node reads of what others have done: what is new, and of one account one row, whatever it does how often. */
@Tag("storage")
class ChangeListenerTest {
    @TempDir
    Path folder;

    private final Clock clock = Clock.systemUTC();
    private final List<String> told = new ArrayList<>();
    private Database database;
    private Accounts here;
    private String ada;
    private ChangeListener there;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.open(folder);
        here = node();
        ada = here.create(new NewAccount(AccountRules.email("ada@example.org"), "Ada", "/user.png", Secrets.fresh()))
                .id();
        Accounts accountsThere = node();
        accountsThere.whenRightsChange(told::add);
        there = new ChangeListener(database, accountsThere, new RevokedTokens(database, 1000, clock), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Accounts node() {
        return new Accounts(database, TestAccounts.settings(SignupPolicy.OPEN), clock);
    }

    private long rows(String table) {
        return database.read(em ->
                ((Number) em.createNativeQuery("SELECT COUNT(*) FROM " + table).getSingleResult()).longValue());
    }

    @Test
    void sessionsEndedAgainAndAgainAreReadAsOneRowAndOnce() throws Exception {
        for (int i = 0; i < 50; i++) {
            here.change(ada, Account::endSessions);
        }

        assertThat(there.hear()).isEqualTo(1);
        assertThat(told).containsExactly(ada);
        assertThat(there.hear()).isZero();
        assertThat(rows("corral_rights_change")).isEqualTo(1);
        assertThat(rows("corral_revocation")).isZero();

        here.change(ada, Account::endSessions);
        assertThat(there.hear()).isEqualTo(1);
        assertThat(told).containsExactly(ada, ada);
    }

    @Test
    void keysMadeAndRevokedAgainAndAgainAreReadAsOneRow() throws Exception {
        ApiKeys keys = new ApiKeys(database, here, TestAccounts.settings(SignupPolicy.OPEN), () -> true, clock);
        for (int i = 0; i < 20; i++) {
            keys.makeDefault(ada);
        }
        keys.revokeAll(ada);

        assertThat(there.hear()).isEqualTo(1);
        assertThat(rows("corral_rights_change")).isEqualTo(1);
    }

    /** A number that was taken first and is seen last would never be read. */
    @Test
    void newsOfATransactionThatTakesLongIsHeardAsWell() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            Future<Long> slow = writers.submit(() -> database.write(em -> {
                long number = ChangeFeed.rightsChanged(em, "slow", clock);
                taken.countDown();
                awaitQuietly(go);
                return number;
            }));
            assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
            Future<Long> next = writers.submit(() -> database.write(em -> ChangeFeed.rightsChanged(em, "next", clock)));

            assertThat(there.hear()).isZero();
            go.countDown();
            assertThat(slow.get(20, TimeUnit.SECONDS)).isLessThan(next.get(20, TimeUnit.SECONDS));
            there.hear();
            assertThat(told).containsExactly("slow", "next");
        } finally {
            go.countDown();
            writers.shutdownNow();
        }
    }

    private static void awaitQuietly(CountDownLatch go) {
        try {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void manyNodesThatTellAtOnceAreAllHeard() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Long>> numbers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String id = "account-" + i % 10;
                numbers.add(writers.submit(() -> database.writeAgain(
                        EnumSet.allOf(ConflictException.Kind.class), em -> ChangeFeed.rightsChanged(em, id, clock))));
            }
            List<Long> given = new ArrayList<>();
            for (Future<Long> each : numbers) {
                given.add(each.get(60, TimeUnit.SECONDS));
            }
            assertThat(given).doesNotHaveDuplicates();
            assertThat(there.hear()).isEqualTo(10);
        } finally {
            writers.shutdownNow();
        }
    }
}
