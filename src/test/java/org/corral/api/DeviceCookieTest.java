package org.corral.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.corral.account.Account;
import org.corral.account.AccountChanges;
import org.corral.account.AccountRules;
import org.corral.account.Accounts;
import org.corral.account.EmailAddress;
import org.corral.account.KnownDevices;
import org.corral.account.NewAccount;
import org.corral.account.TestAccounts;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.it.Secrets;
import org.corral.settings.CookieSecure;
import org.corral.settings.SignupPolicy;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
class DeviceCookieTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIFE = Duration.ofDays(30);

    @TempDir
    Path folder;

    private Database database;
    private Accounts accounts;
    private Account ada;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.open(folder);
        accounts = new Accounts(database, TestAccounts.settings(SignupPolicy.OPEN), Clock.systemUTC());
        ada = account("ada@example.org");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Account account(String email) throws Exception {
        return accounts.create(new NewAccount(AccountRules.email(email), "Ada", "/user.png", Secrets.fresh()));
    }

    /** Every node has the same key. */
    private KnownDevices at(Duration later) {
        return KnownDevices.open(database, LIFE, Clock.fixed(START.plus(later), ZoneOffset.UTC));
    }

    private static FakeRequest request() {
        return FakeRequest.of("POST", "/signin").servlet("/api/v1/auths");
    }

    private static FakeRequest with(Cookie cookie) {
        return request().cookie(DeviceCookie.NAME, cookie.getValue());
    }

    /** What a browser is given after a sign-in; empty if it keeps what it has. */
    private static Optional<Cookie> given(KnownDevices devices, FakeRequest request, Account account) {
        FakeResponse response = new FakeResponse();
        new DeviceCookie(devices, CookieSecure.AUTO).remember(request.build(), response.http(), account);
        return response.cookie(DeviceCookie.NAME);
    }

    private static Optional<String> known(KnownDevices devices, FakeRequest request, String email) {
        return devices.device(
                DeviceCookie.marks(request.build()),
                EmailAddress.callerName(email).orElseThrow());
    }

    @Test
    void deviceIsKnownForItsAccountUntilItsLifeIsOver() throws Exception {
        Cookie cookie = given(at(Duration.ZERO), request(), ada).orElseThrow();
        assertThat(cookie.getMaxAge()).isEqualTo((int) LIFE.toSeconds());

        assertThat(known(at(LIFE.minusSeconds(1)), with(cookie), "ADA@example.org"))
                .isPresent();
        assertThat(known(at(LIFE), with(cookie), "ada@example.org")).isEmpty();
        account("bob@example.org");
        assertThat(known(at(Duration.ZERO), with(cookie), "bob@example.org")).isEmpty();
        assertThat(known(at(Duration.ZERO), with(cookie), "nobody@example.org")).isEmpty();
    }

    @Test
    void anotherPasswordMakesStrangersOfAllDevices() throws Exception {
        Cookie cookie = given(at(Duration.ZERO), request(), ada).orElseThrow();
        Account rehashed = TestAccounts.rehash(accounts, ada, Secrets.fresh());
        assertThat(known(at(Duration.ZERO), with(cookie), "ada@example.org")).isPresent();
        assertThat(given(at(Duration.ZERO), with(cookie), rehashed)).isEmpty();

        Account changed = new AccountChanges(accounts).changePassword(ada.id(), Secrets.fresh());

        assertThat(known(at(Duration.ZERO), with(cookie), "ada@example.org")).isEmpty();
        Cookie next = given(at(Duration.ZERO), with(cookie), changed).orElseThrow();
        assertThat(known(at(Duration.ZERO), with(next), "ada@example.org")).isPresent();
    }

    @Test
    void anAccountOfTheSameAddressKnowsNoneOfTheDevicesOfTheOneBefore() throws Exception {
        Cookie cookie = given(at(Duration.ZERO), request(), ada).orElseThrow();
        accounts.delete(ada.id());
        account("ada@example.org");
        assertThat(known(at(Duration.ZERO), with(cookie), "ada@example.org")).isEmpty();
    }

    @Test
    void cookieIsRenewedForTheSameDeviceWhenHalfOfItsLifeIsOver() {
        Cookie cookie = given(at(Duration.ZERO), request(), ada).orElseThrow();
        assertThat(given(at(LIFE.dividedBy(2).minusSeconds(1)), with(cookie), ada))
                .isEmpty();

        Cookie renewed = given(at(LIFE.dividedBy(2)), with(cookie), ada).orElseThrow();

        assertThat(renewed.getValue()).isNotEqualTo(cookie.getValue());
        assertThat(known(at(LIFE), with(renewed), "ada@example.org"))
                .isEqualTo(known(at(Duration.ZERO), with(cookie), "ada@example.org"))
                .isPresent();
    }

    @Test
    void whatIsMadeUpOrOfAnEarlierVersionIsNoCookieOfOurs() {
        String good = given(at(Duration.ZERO), request(), ada).orElseThrow().getValue();
        String[] parts = good.split("\\.", -1);
        for (String value : new String[] {
            "",
            "made.up",
            parts[0] + "." + parts[2],
            parts[0] + ".99999999999." + parts[2],
            "A" + good.substring(1).replace(parts[0].substring(1), "A".repeat(21)),
            good + "x"
        }) {
            assertThat(known(at(Duration.ZERO), request().cookie(DeviceCookie.NAME, value), "ada@example.org"))
                    .as(value)
                    .isEmpty();
        }
    }
}
