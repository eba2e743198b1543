package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.corral.access.Scope;
import org.corral.http.RefusedException;
import org.corral.it.Secrets;
import org.corral.settings.SignupPolicy;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
class ApiKeysTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final NewApiKey PLAIN = new NewApiKey("plain", Scope.ALL, Optional.empty());

    @TempDir
    Path folder;

    private Database database;
    private Accounts accounts;
    private String ada;
    private ApiKeys keys;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.open(folder);
        accounts = new Accounts(database, TestAccounts.settings(SignupPolicy.OPEN), Clock.systemUTC());
        ada = accounts.create(
                        new NewAccount(AccountRules.email("ada@example.org"), "Ada", "/user.png", Secrets.fresh()))
                .id();
        keys = node(START);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** A node of its own on the same database, whose clock stands still. */
    private ApiKeys node(Instant time) {
        return node(time, true);
    }

    private ApiKeys node(Instant time, boolean on) {
        return new ApiKeys(
                database,
                accounts,
                TestAccounts.settings(SignupPolicy.OPEN),
                () -> on,
                Clock.fixed(time, ZoneOffset.UTC));
    }

    private Optional<Instant> lastUse() {
        return keys.of(ada).get(0).lastUsedAt();
    }

    @Test
    void anUnknownKeyCostsTheDatabaseNothingAfterTheFirstTime() throws RefusedException {
        String unknown = KeyText.fresh();
        assertThat(keys.find(unknown)).isEmpty();

        // Whoever asks it from now on gets an exception.
        database.close();

        assertThat(keys.find(unknown)).isEmpty();
        assertThat(keys.find("sk-" + "x".repeat(48))).isEmpty();
        assertThatThrownBy(() -> keys.find(KeyText.fresh())).isInstanceOf(Exception.class);
    }

    @Test
    void theKeyItselfIsNotInTheDatabase() throws RefusedException {
        MadeApiKey made = keys.make(ada, PLAIN);

        assertThat(made.toString()).doesNotContain(made.text().substring(3));
        assertThat(made.key().hash()).hasSize(64).doesNotContain(made.text().substring(3));
        assertThat(made.text()).startsWith(made.key().hint());
    }

    @Test
    void anotherNodeRefusesARevokedKeyOnceItForgets() throws RefusedException {
        ApiKeys other = node(START);
        MadeApiKey made = keys.make(ada, PLAIN);
        assertThat(other.find(made.text())).isPresent();
        assertThat(keys.find(made.text())).isPresent();

        keys.revokeAll(ada);

        assertThat(keys.find(made.text())).isEmpty();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (other.find(made.text()).isPresent()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void useIsWrittenAtMostOnceAMinuteWhicheverNodeIsUsed() throws RefusedException {
        String text = keys.make(ada, PLAIN).text();

        keys.find(text);
        assertThat(lastUse()).contains(START);
        node(START.plusSeconds(59)).find(text);
        assertThat(lastUse()).contains(START);
        node(START.plusSeconds(60)).find(text);
        assertThat(lastUse()).contains(START.plusSeconds(60));
    }

    @Test
    void aKeyIsOverFromTheSecondOfItsEnd() throws RefusedException {
        Instant end = START.plusSeconds(10);
        String text = keys.make(ada, new NewApiKey("short", Scope.ALL, Optional.of(end)))
                .text();

        assertThat(node(end.minusMillis(1)).find(text)).isPresent();
        assertThat(node(end).find(text)).isEmpty();
        assertThat(node(end.plusSeconds(1)).find(text)).isEmpty();
    }

    @Test
    void whileKeysAreSwitchedOffNoneIsMadeOrTaken() throws RefusedException {
        String text = keys.make(ada, PLAIN).text();
        ApiKeys off = node(START, false);

        assertThatThrownBy(() -> off.find(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("API keys are switched off here");
        assertThatThrownBy(() -> off.make(ada, PLAIN)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> off.makeDefault(ada)).isInstanceOf(RefusedException.class);
        assertThat(keys.find(text)).isPresent();
    }

    @Test
    void anAccountHasFiftyKeysAtMostAlsoWhenManyAreAskedForAtOnce() throws Exception {
        List<Integer> statuses = atOnce(60, () -> keys.make(ada, PLAIN));
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(50);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(10);
        assertThat(keys.of(ada)).hasSize(50);
    }

    @Test
    void ofManyDefaultKeysMadeAtOnceOneIsLeft() throws Exception {
        assertThat(atOnce(12, () -> keys.makeDefault(ada))).containsOnly(200);
        assertThat(keys.of(ada)).hasSize(1);
    }

    @Test
    void anAccountThatHasGoneGetsNoKey() {
        accounts.delete(ada);
        assertThatThrownBy(() -> keys.make(ada, PLAIN)).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                        e.refusal().status())
                .isEqualTo(404));
        assertThatThrownBy(() -> keys.makeDefault(ada)).isInstanceOf(RefusedException.class);
    }

    /** How each of the calls ended: 200, or the status of its refusal. */
    private static List<Integer> atOnce(int times, Callable<?> call) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(6);
        try {
            List<Integer> statuses = new ArrayList<>();
            Callable<Integer> one = () -> status(call);
            for (Future<Integer> status : callers.invokeAll(Collections.nCopies(times, one))) {
                statuses.add(status.get());
            }
            return statuses;
        } finally {
            callers.shutdownNow();
        }
    }

    private static int status(Callable<?> call) throws Exception {
        try {
            call.call();
            return 200;
        } catch (RefusedException e) {
            return e.refusal().status();
        }
    }
}
