package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.corral.Installation;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.access.Scope;
import org.corral.http.FakeResponse;
import org.corral.it.Secrets;
import org.corral.settings.SignupPolicy;
import org.corral.storage.StorageUnavailableException;
import org.corral.storage.SwitchedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two nodes has lost the database: who still passes there, for how long, and what holds once it is back. */
@Tag("storage")
class OutageGraceTest {
    private static final int PASSED = 404;
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final String PASSWORD = Secrets.fresh();
    private static final String CREDENTIALS = "\"email\":\"ada@example.org\",\"password\":\"" + PASSWORD + "\"}";

    @TempDir
    Path folder;

    private SwitchedDatabase switched;
    private Installation here;
    private Installation elsewhere;
    private ChangeListener news;
    private String token;
    private String ada;

    @BeforeEach
    void open() throws Exception {
        // Nothing is cached while the database is there, so that the answers below come from the grace alone.
        Map<String, String> settings = Map.of("CORRAL_ACCOUNT_CACHE", "0s", "CORRAL_OUTAGE_GRACE", "5m");
        switched = SwitchedDatabase.open(folder);
        here = new Installation(switched.database(), SignupPolicy.OPEN, settings);
        elsewhere = new Installation(switched.elsewhere(), SignupPolicy.OPEN, settings);
        news = new ChangeListener(here.database, here.accounts, here.revoked, Clock.systemUTC());
        token = token(here.auths("POST", "/signup", "{\"name\":\"Ada\"," + CREDENTIALS));
        ada = here.accounts
                .byEmail(AccountRules.email("ada@example.org"))
                .orElseThrow()
                .id();
        catchUp();
        assertThat(look(token)).isEqualTo(PASSED);
    }

    @AfterEach
    void close() throws Exception {
        here.close();
        elsewhere.close();
        switched.close();
    }

    private void catchUp() {
        here.database.catchUp(news::hear);
    }

    private static String token(FakeResponse answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("token").asString();
    }

    /** Asks for a path that does not exist, to which those who are let in get {@link #PASSED}. */
    private int look(String credential) throws Exception {
        return here.auths("GET", "/nothing", "", credential).status();
    }

    @Test
    void whoWasLetInBeforePassesForTheGraceAndNoLonger() throws Exception {
        String key = here.apiKeys
                .make(ada, new NewApiKey("key", Scope.ALL, Optional.empty()))
                .text();
        catchUp();
        assertThat(look(key)).isEqualTo(PASSED);

        switched.goAway();
        switched.pass(GRACE.minusNanos(1));
        assertThat(look(token)).isEqualTo(PASSED);
        assertThat(look(key)).isEqualTo(PASSED);

        switched.pass(Duration.ofNanos(1));
        assertThat(look(token)).isEqualTo(503);
        assertThat(look(key)).isEqualTo(503);

        switched.comeBack();
        catchUp();
        assertThat(look(token)).isEqualTo(PASSED);
        assertThat(look(key)).isEqualTo(PASSED);
    }

    @Test
    void whoWasNeverSeenHereIsToldToComeAgain() throws Exception {
        String another = token(elsewhere.auths("POST", "/signin", "{" + CREDENTIALS));
        String key = elsewhere
                .apiKeys
                .make(ada, new NewApiKey("key", Scope.ALL, Optional.empty()))
                .text();

        switched.goAway();
        assertThat(look(another)).isEqualTo(503);
        assertThat(look(key)).isEqualTo(503);
        FakeResponse signIn = here.auths("POST", "/signin", "{" + CREDENTIALS);
        assertThat(signIn.status()).isEqualTo(503);
        assertThat(signIn.header("Retry-After")).contains("5");
        assertThat(look(token)).isEqualTo(PASSED);
    }

    @Test
    void afterTheFirstFailureNobodyTriesTheDatabaseAnyMore() throws Exception {
        switched.goAway();
        assertThat(look(token)).isEqualTo(PASSED);
        long tries = switched.tries();

        for (int i = 0; i < 50; i++) {
            assertThat(here.auths("POST", "/signin", "{" + CREDENTIALS).status())
                    .isEqualTo(503);
            assertThat(look(token)).isEqualTo(PASSED);
        }
        assertThat(switched.tries()).isEqualTo(tries);

        // The database is there again, but nobody knows what has been missed.
        switched.comeBack();
        assertThat(here.auths("POST", "/signin", "{" + CREDENTIALS).status()).isEqualTo(503);
        catchUp();
        assertThat(here.auths("POST", "/signin", "{" + CREDENTIALS).status()).isEqualTo(200);
    }

    @Test
    void whatWasRevokedBeforeStaysRevoked() throws Exception {
        String signedOut = token(here.auths("POST", "/signin", "{" + CREDENTIALS));
        String elsewhereOut = token(here.auths("POST", "/signin", "{" + CREDENTIALS));
        MadeApiKey key = here.apiKeys.make(ada, new NewApiKey("key", Scope.ALL, Optional.empty()));
        assertThat(List.of(look(signedOut), look(elsewhereOut), look(key.text())))
                .containsOnly(PASSED);
        here.auths("POST", "/signout", "", signedOut);
        elsewhere.auths("POST", "/signout", "", elsewhereOut);
        elsewhere.apiKeys.revoke(ada, key.key().id());
        catchUp();

        switched.goAway();
        assertThat(look(signedOut)).isIn(401, 503);
        assertThat(look(elsewhereOut)).isIn(401, 503);
        assertThat(look(key.text())).isEqualTo(503);
    }

    @Test
    void whatWasLostMeanwhileIsLostBeforeAnybodyPassesAgain() throws Exception {
        Account bob = here.accounts.create(
                new NewAccount(AccountRules.email("bob@example.org"), "Bob", "/user.png", Secrets.fresh()));
        MadeApiKey key = here.apiKeys.make(bob.id(), new NewApiKey("key", Scope.ALL, Optional.empty()));
        Proof proof = here.apiKeys.find(key.text()).orElseThrow();
        Caller caller = Caller.of(here.directory.find(proof).orElseThrow(), proof);
        catchUp();

        switched.goAway();
        elsewhere.auths("POST", "/signout", "", token);
        elsewhere.accounts.delete(bob.id());
        assertThat(look(token)).isEqualTo(PASSED);
        assertThat(look(key.text())).isEqualTo(PASSED);
        assertThat(here.directory.asOfNow(caller)).contains(caller);

        switched.comeBack();
        List<Optional<Caller>> running = new ArrayList<>();
        here.accounts.whenRightsChange(id -> running.add(here.directory.asOfNow(caller)));
        here.database.catchUp(() -> {
            news.hear();
            // Nobody else is let through yet, but what was lost is gone from memory.
            assertThat(running).contains(Optional.empty());
        });
        assertThat(look(token)).isEqualTo(401);
        assertThat(look(key.text())).isEqualTo(401);
    }

    /** The listeners of the news ask the database who may go on. */
    @Test
    void newsThatCouldNotBeActedOnAreHeardAgain() throws Exception {
        elsewhere.accounts.change(ada, Account::endSessions);
        Runnable once = switched::goAway;
        List<Runnable> failing = new ArrayList<>(List.of(once));
        List<Boolean> judged = new ArrayList<>();
        here.accounts.whenRightsChange(id -> {
            failing.forEach(Runnable::run);
            failing.clear();
            try {
                judged.add(here.accounts.byId(id).isPresent());
            } catch (StorageUnavailableException e) {
                judged.add(false);
            }
        });

        catchUp();
        assertThat(judged).containsExactly(false);
        assertThatThrownBy(this::catchUp).isInstanceOf(StorageUnavailableException.class);
        switched.comeBack();
        catchUp();
        assertThat(judged).containsExactly(false, true);
        assertThat(look(token)).isEqualTo(401);
    }

    /** Changes are forgotten after a day. */
    @Test
    void aNodeThatWasAwayForVeryLongForgetsAllThatItKnows() throws Exception {
        MadeApiKey key = here.apiKeys.make(ada, new NewApiKey("key", Scope.ALL, Optional.empty()));
        assertThat(look(key.text())).isEqualTo(PASSED);
        switched.goAway();
        elsewhere.apiKeys.revoke(ada, key.key().id());
        elsewhere.database.write(
                em -> em.createQuery("delete from RightsChange c").executeUpdate());
        switched.pass(Duration.ofDays(2));

        switched.comeBack();
        List<String> told = new ArrayList<>();
        here.accounts.whenRightsChange(told::add);
        catchUp();
        assertThat(told).containsExactly(Accounts.EVERYBODY);
        switched.goAway();
        assertThat(look(key.text())).isEqualTo(503);
    }
}
