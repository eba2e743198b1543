package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.corral.access.AccountSnapshot;
import org.corral.http.RefusedException;
import org.corral.settings.AccountSettings;
import org.corral.settings.Role;
import org.corral.settings.SignupPolicy;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
class AccountsTest {
    private static final int AT_ONCE = 8;

    @TempDir
    Path folder;

    private Database database;
    private Accounts accounts;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.open(folder);
        accounts = node(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Another node on the same database. */
    private Accounts node(Duration cacheFor) {
        return new Accounts(
                database,
                new AccountSettings(
                        Optional.empty(), SignupPolicy.OPEN, Role.PENDING, 210_000, 64, cacheFor, Duration.ZERO),
                Clock.systemUTC());
    }

    private static NewAccount given(String email) throws RefusedException {
        return new NewAccount(AccountRules.email(email), "Ada", "/user.png", "hash");
    }

    @Test
    void theFirstAccountIsAdminAndLaterOnesGetTheDefaultRole() throws RefusedException {
        assertThat(accounts.isEmpty()).isTrue();
        assertThat(accounts.primaryAdmin()).isEmpty();

        Account first = accounts.create(given("ada@example.org"));
        Account second = accounts.create(given("bob@example.org"));

        assertThat(accounts.isEmpty()).isFalse();
        assertThat(first.role()).isEqualTo(Role.ADMIN);
        assertThat(second.role()).isEqualTo(Role.PENDING);
        assertThat(accounts.primaryAdmin().map(Account::id)).contains(first.id());
    }

    @Test
    void ofManyFirstSignUpsAtOnceExactlyOneBecomesAdmin() throws Exception {
        List<Accounts> nodes = List.of(accounts, node(Duration.ZERO));

        List<Object> made = atOnce(i -> nodes.get(i % 2).create(given("p" + i + "@example.org")));

        assertThat(made).allMatch(Account.class::isInstance);
        assertThat(made.stream().map(Account.class::cast).map(Account::role)).containsOnlyOnce(Role.ADMIN);
        assertThat(made.stream().map(Account.class::cast).filter(Account::isPrimaryAdmin))
                .hasSize(1);
    }

    @Test
    void whereOnlyTheFirstMaySignUpAllOthersAreRefused() throws Exception {
        List<Object> made =
                atOnce(i -> accounts.create(given("p" + i + "@example.org").onlyIfFirst()));

        assertThat(made.stream().filter(Account.class::isInstance)).hasSize(1);
        assertThat(made.stream().filter(RefusedException.class::isInstance).map(RefusedException.class::cast))
                .hasSize(AT_ONCE - 1)
                .allMatch(refused -> refused.refusal().status() == 403);
    }

    @Test
    void oneAddressAtOnceIsGivenOnce() throws Exception {
        accounts.create(given("first@example.org"));

        List<Object> made = atOnce(i -> accounts.create(given(i % 2 == 0 ? "ada@example.org" : "ADA@example.org")));

        assertThat(made.stream().filter(Account.class::isInstance)).hasSize(1);
        assertThat(made.stream().filter(RefusedException.class::isInstance).map(RefusedException.class::cast))
                .hasSize(AT_ONCE - 1)
                .allMatch(refused -> refused.refusal().status() == 400);
    }

    @Test
    void changesAtOnceAreAllKept() throws Exception {
        String id = accounts.create(given("ada@example.org")).id();

        atOnce(i -> accounts.change(id, account -> account.changeName(account.name() + "x")));

        assertThat(accounts.byId(id).map(Account::name)).contains("Ada" + "x".repeat(AT_ONCE));
    }

    @Test
    void anAddressIsFoundInAnyCase() throws RefusedException {
        accounts.create(given("Ada@Example.org"));

        assertThat(accounts.byEmail(AccountRules.email("aDA@eXAMPLE.oRG")).map(Account::email))
                .contains("Ada@Example.org");
    }

    @Test
    void aChangedAddressMustBeFree() throws RefusedException {
        accounts.create(given("ada@example.org"));
        String id = accounts.create(given("bob@example.org")).id();
        EmailAddress taken = AccountRules.email("ADA@example.org");

        assertThatThrownBy(() -> accounts.change(id, account -> account.changeEmail(taken)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("already");
        assertThat(accounts.byId(id).map(Account::email)).contains("bob@example.org");
    }

    @Test
    void aChangeIsSeenAtOnceOnItsOwnNode() throws RefusedException {
        String id = accounts.create(given("ada@example.org")).id();
        assertThat(accounts.find(id, 0).map(AccountSnapshot::role)).contains(Role.ADMIN);

        accounts.change(id, account -> account.changeRole(Role.USER));
        assertThat(accounts.find(id, 0)).as("a demotion ends the era").isEmpty();
        assertThat(accounts.find(id, 1).map(AccountSnapshot::role)).contains(Role.USER);

        assertThat(accounts.delete(id)).isTrue();
        assertThat(accounts.find(id, 1)).isEmpty();
        assertThat(accounts.delete(id)).isFalse();
    }

    @Test
    void aChangeOfAnotherNodeIsSeenWhenTheCacheForgets() throws RefusedException {
        Accounts other = node(Duration.ZERO);
        String id = accounts.create(given("ada@example.org")).id();
        assertThat(accounts.find(id, 0)).isPresent();
        assertThat(other.find(id, 0)).isPresent();

        accounts.delete(id);

        assertThat(other.find(id, 0)).isEmpty();
    }

    @Test
    void aSearchLooksIntoNamesAndAddressesAndTakesSignsAsTheyAre() throws RefusedException {
        accounts.create(given("ada@example.org"));
        accounts.create(given("b_b@example.org"));

        assertThat(emails(new AccountSearch("ADA", "email", false, 1)))
                .containsExactly("ada@example.org", "b_b@example.org");
        assertThat(emails(new AccountSearch("b_b", "email", false, 1))).containsExactly("b_b@example.org");
        assertThat(emails(new AccountSearch("%", "email", false, 1))).isEmpty();
        assertThat(emails(new AccountSearch("!", "email", false, 1))).isEmpty();
    }

    @Test
    void aListComesInPagesOfThirtyInEveryOrder() throws RefusedException {
        for (int i = 10; i < 45; i++) {
            accounts.create(given("p" + i + "@example.org"));
        }

        assertThat(emails(new AccountSearch("", "email", true, 1))).hasSize(30).startsWith("p44@example.org");
        assertThat(emails(new AccountSearch("", "email", true, 2))).hasSize(5).endsWith("p10@example.org");
        assertThat(emails(new AccountSearch("", "email", true, 3))).isEmpty();
        for (String order : AccountSearch.ORDERS.keySet()) {
            assertThat(accounts.search(new AccountSearch("", order, false, 1)).total())
                    .isEqualTo(35);
        }
    }

    private List<String> emails(AccountSearch search) {
        return accounts.search(search).accounts().stream().map(Account::email).toList();
    }

    private interface Work {
        Object of(int i) throws RefusedException;
    }

    /** What each of them got: a result, or its refusal. */
    private static List<Object> atOnce(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            CyclicBarrier start = new CyclicBarrier(AT_ONCE);
            List<Future<Object>> running = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int number = i;
                Callable<Object> one = () -> {
                    start.await();
                    try {
                        return work.of(number);
                    } catch (RefusedException e) {
                        return e;
                    }
                };
                running.add(threads.submit(one));
            }
            List<Object> results = new ArrayList<>();
            for (Future<Object> each : running) {
                results.add(each.get(20, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
