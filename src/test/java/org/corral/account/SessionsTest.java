package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.Installation;
import org.corral.http.FakeResponse;
import org.corral.it.Secrets;
import org.corral.settings.SignupPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What anybody may do again and again leaves no more behind than if they had done it a few times. */
@Tag("storage")
class SessionsTest {
    private static final String PASSWORD = Secrets.fresh();
    private static final String CREDENTIALS = "\"email\":\"ada@example.org\",\"password\":\"" + PASSWORD + "\"}";
    /** As many as an account may have signed out in the fixture. */
    private static final int MOST = 20;

    @TempDir
    Path folder;

    private Installation corral;

    @BeforeEach
    void open() throws Exception {
        corral = new Installation(folder, SignupPolicy.FIRST);
        corral.auths("POST", "/signup", "{\"name\":\"Ada\"," + CREDENTIALS);
    }

    @AfterEach
    void close() {
        corral.close();
    }

    private String signIn() throws Exception {
        return token(corral.auths("POST", "/signin", "{" + CREDENTIALS));
    }

    private static String token(FakeResponse answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("token").asString();
    }

    private int look(String token) throws Exception {
        return corral.auths("GET", "/", "", token).status();
    }

    private long rows(String table) {
        return corral.database.read(em ->
                ((Number) em.createNativeQuery("SELECT COUNT(*) FROM " + table).getSingleResult()).longValue());
    }

    @Test
    void endingAllSessionsAgainAndAgainLeavesOne() throws Exception {
        String token = signIn();
        for (int i = 0; i < 30; i++) {
            token = token(corral.auths("POST", "/sessions/signout", "{\"keep_current\":true}", token));
        }
        assertThat(look(token)).isEqualTo(200);
        assertThat(rows("corral_session")).isEqualTo(1);
        assertThat(rows("corral_rights_change")).isEqualTo(1);
    }

    /** Databases lock rows in different ways: none of them may turn one away because of another. */
    @Test
    void peopleWhoSignInAndOutAtTheSameMomentAreAllAnswered() throws Exception {
        int people = 5;
        int rounds = MOST / people;
        ExecutorService all = Executors.newFixedThreadPool(people);
        try {
            List<Future<Integer>> signedOut = all.invokeAll(Collections.nCopies(people, () -> {
                int good = 0;
                for (int round = 0; round < rounds; round++) {
                    String kept = signIn();
                    String token = signIn();
                    if (look(token) == 200
                            && corral.auths("POST", "/signout", "", token).status() == 200
                            && look(token) == 401
                            && look(kept) == 200) {
                        good++;
                    }
                }
                return good;
            }));
            for (Future<Integer> each : signedOut) {
                assertThat(each.get()).isEqualTo(rounds);
            }
        } finally {
            all.shutdownNow();
        }
        assertThat(rows("corral_revocation")).isEqualTo(MOST);
    }

    @Test
    void whoSignsInAndOutWithoutEndIsRememberedOnlySoLong() throws Exception {
        String other = signIn();
        for (int i = 0; i < MOST; i++) {
            String token = signIn();
            assertThat(corral.auths("POST", "/signout", "", token).status()).isEqualTo(200);
            assertThat(look(token)).isEqualTo(401);
        }
        assertThat(look(other)).isEqualTo(200);
        assertThat(rows("corral_revocation")).isEqualTo(MOST);

        String last = signIn();
        corral.auths("POST", "/signout", "", last);

        assertThat(look(last)).isEqualTo(401);
        assertThat(look(other)).as("all sessions have ended").isEqualTo(401);
        assertThat(rows("corral_revocation")).isZero();
        assertThat(look(signIn())).isEqualTo(200);
    }

    @Test
    void whatWasSignedOutIsForgottenWhenAllSessionsEnd() throws Exception {
        String out = signIn();
        corral.auths("POST", "/signout", "", out);
        assertThat(rows("corral_revocation")).isEqualTo(1);

        corral.auths("POST", "/sessions/signout", "{}", signIn());

        assertThat(rows("corral_revocation")).isZero();
        assertThat(look(out)).isEqualTo(401);
    }

    @Test
    void signingInAgainAndAgainLeavesNoMoreThanAreListedAndTokensBeyondThemAreGood() throws Exception {
        String first = signIn();
        for (int i = 0; i < OpenSessions.MOST + 10; i++) {
            signIn();
        }
        assertThat(rows("corral_session")).isEqualTo(OpenSessions.MOST);
        JsonNode list = corral.auths("GET", "/sessions", "", first).json();
        assertThat(list.valueStream()).hasSize(OpenSessions.MOST).noneMatch(session -> session.path("current")
                .asBoolean());
        assertThat(look(first)).isEqualTo(200);
    }
}
