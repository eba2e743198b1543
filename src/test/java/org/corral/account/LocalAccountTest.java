package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.settings.AuthMode;
import org.corral.settings.FirstAdmin;
import org.corral.settings.Role;
import org.corral.settings.Secret;
import org.corral.settings.SignupPolicy;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("storage")
class LocalAccountTest {
    private static final EmailAddress ADDRESS =
            EmailAddress.parse("admin@localhost").orElseThrow();

    @TempDir
    Path folder;

    private Database database;
    private Accounts accounts;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.open(folder);
        accounts = new Accounts(database, TestAccounts.settings(SignupPolicy.OPEN), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** As earlier versions let people sign up. */
    private Account namesake() throws RefusedException {
        accounts.create(new NewAccount(AccountRules.email("ada@example.org"), "Ada", "/user.png", "hash"));
        return accounts.create(new NewAccount(ADDRESS, "Eve", "/user.png", "hash"));
    }

    @ParameterizedTest
    @EnumSource(names = {"OFF", "OFF_WITH_ACCOUNTS"})
    void strangerWhoHasTheAddressIsNeverPromoted(AuthMode mode) throws RefusedException {
        Account stranger = namesake();

        assertThatThrownBy(() -> LocalAccount.open(accounts, mode)).isInstanceOf(RefusedException.class);

        assertThat(accounts.byId(stranger.id()).map(Account::role)).contains(Role.PENDING);
        assertThat(accounts.local()).isEmpty();
    }

    @Test
    void startThatTheAddressPreventsSaysWhatToDo() throws RefusedException {
        namesake();

        assertThatThrownBy(() -> LocalAccount.open(accounts, AuthMode.OFF_WITH_ACCOUNTS))
                .hasMessageContaining("admin@localhost")
                .hasMessageContaining("another address");
    }

    @Test
    void strangerKeepsWhatTheyHaveWherePeopleSignIn() throws RefusedException {
        Account stranger = namesake();

        LocalAccount.close(accounts);

        Account now = accounts.byId(stranger.id()).orElseThrow();
        assertThat(now.role()).isEqualTo(Role.PENDING);
        assertThat(now.era()).isEqualTo(stranger.era());
    }

    @Test
    void accountOfTheMachineIsKnownByItsSeat() throws RefusedException {
        String first = LocalAccount.open(accounts, AuthMode.OFF).accountId();
        EmailAddress other = AccountRules.email("machine@example.org");
        accounts.change(first, account -> {
            account.changeEmail(other);
            account.changeRole(Role.USER);
        });

        assertThat(LocalAccount.open(accounts, AuthMode.OFF).accountId()).isEqualTo(first);
        assertThat(accounts.byId(first).map(Account::role)).contains(Role.ADMIN);
        assertThat(accounts.byId(first).flatMap(Account::passwordHash)).isEmpty();
    }

    @Test
    void accountThatGotAPasswordIsTheMachinesNoMore() throws RefusedException {
        String first = LocalAccount.open(accounts, AuthMode.OFF).accountId();
        accounts.change(first, account -> account.changePassword("hash"));

        assertThat(accounts.local()).isEmpty();
        assertThatThrownBy(() -> LocalAccount.open(accounts, AuthMode.OFF_WITH_ACCOUNTS))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin@localhost", "Admin@LocalHost"})
    void nobodyElseGetsTheAddress(String address) {
        assertThatThrownBy(() -> AccountRules.email(address)).hasMessageContaining("kept for the machine");
        FirstAdmin admin = new FirstAdmin(address, "Ada", new Secret("at least ten characters"));
        assertThatThrownBy(() -> new FirstAdminCreation(accounts, TestAccounts.hashing(1024)).ensure(admin))
                .hasMessageContaining("kept for the machine");
        assertThat(accounts.isEmpty()).isTrue();
    }

    @Test
    void adminOfTheSettingsWhoHasTheAddressAlreadyStays() throws RefusedException {
        Account stranger = namesake();

        new FirstAdminCreation(accounts, TestAccounts.hashing(1024))
                .ensure(new FirstAdmin("admin@localhost", "Ada", new Secret("at least ten characters")));

        assertThat(accounts.byEmail(ADDRESS).map(Account::id)).isEqualTo(Optional.of(stranger.id()));
    }
}
