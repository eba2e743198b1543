package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Test;

/** A token says who somebody was; what counts is what the account is now, at the very next request. */
final class AccountSnapshotIT {
    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);

    /** A new person each time, since it does not stay what it was. */
    private Person someone(String role) {
        return gate.person(role + "-" + UUID.randomUUID(), role);
    }

    private void makeHim(String role, Person person) throws IOException {
        RawAnswer answer = site.post(
                "/api/v1/users/" + person.id() + "/update",
                Map.of("role", role),
                gate.admin().bearer());
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
    }

    @Test
    void deletedAccountIsRefusedAtOnce() throws IOException {
        Person user = someone("user");
        assertThat(site.me(user.token()).status()).isEqualTo(200);

        RawAnswer deleted =
                site.send("DELETE", "/api/v1/users/" + user.id(), gate.admin().bearer());

        assertThat(deleted.text()).isEqualTo("true");
        for (String path : new String[] {Site.ME, "/ollama/api/tags"}) {
            RawAnswer answer = site.get(path, user.bearer());
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge).contains("error=\"invalid_token\""));
        }
        assertThat(site.signIn(user.email(), user.password()).status()).isEqualTo(400);
    }

    @Test
    void demotedAdminIsRefusedAtOnce() throws IOException {
        Person admin = someone("admin");
        assertThat(site.get("/api/v1/users/", admin.bearer()).status()).isEqualTo(200);

        makeHim("user", admin);

        for (String path : new String[] {"/api/v1/users/", Site.ME, "/ollama/api/tags"}) {
            assertThat(site.get(path, admin.bearer()).status()).isEqualTo(401);
        }
        String token = Site.token(site.signIn(admin.email(), admin.password()));
        assertThat(Site.text(site.me(token), "role")).isEqualTo("user");
    }

    @Test
    void userWhoIsSentBackToWaitingIsRefusedAtOnce() throws IOException {
        Person user = someone("user");
        assertThat(site.get("/ollama/api/tags", user.bearer()).status()).isEqualTo(200);

        makeHim("pending", user);

        assertThat(site.get("/ollama/api/tags", user.bearer()).status()).isEqualTo(401);
        String token = Site.token(site.signIn(user.email(), user.password()));
        assertThat(site.get("/ollama/api/tags", "Authorization: Bearer " + token)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void approvalWorksWithTheTokenThatThePersonHolds() throws IOException {
        Person waiting = someone("pending");
        assertThat(site.get("/ollama/api/tags", waiting.bearer()).status()).isEqualTo(403);

        makeHim("user", waiting);

        assertThat(site.get("/ollama/api/tags", waiting.bearer()).status()).isEqualTo(200);
    }

    @Test
    void firstAdminCanNeitherBeDemotedNorDeleted() throws IOException {
        Person first = gate.admin();
        Person other = someone("admin");

        assertThat(site.post("/api/v1/users/" + first.id() + "/update", Map.of("role", "user"), other.bearer())
                        .status())
                .isEqualTo(403);
        assertThat(site.post("/api/v1/users/" + first.id() + "/update", Map.of("role", "user"), first.bearer())
                        .status())
                .isEqualTo(403);
        assertThat(site.send("DELETE", "/api/v1/users/" + first.id(), other.bearer())
                        .status())
                .isEqualTo(403);
        assertThat(site.send("DELETE", "/api/v1/users/" + other.id(), other.bearer())
                        .status())
                .isEqualTo(403);
        assertThat(Site.text(site.me(first.token()), "role")).isEqualTo("admin");
    }
}
