package org.corral.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.corral.wire.RawAnswer;
import tools.jackson.databind.JsonNode;

/** Who is signed in at one server: everybody comes when they are first needed. */
final class People {
    private final Site site;
    private final Map<String, Person> known = new ConcurrentHashMap<>();

    People(Site site) {
        this.site = site;
    }

    /** The first admin, who signed up. */
    Person admin() {
        return known.computeIfAbsent("admin", name -> signedUp(Site.SIGN_UP, name, "admin"));
    }

    /** Somebody of this name, whom the admin has added with this role. */
    Person person(String name, String role) {
        Person admin = admin();
        return known.computeIfAbsent(name, n -> signedUp("/api/v1/auths/add", n, role, admin.bearer()));
    }

    /** All who have come so far. */
    List<Person> known() {
        return List.copyOf(known.values());
    }

    private Person signedUp(String path, String name, String role, String... headerLines) {
        String email = name + "@corral.test";
        String password = Secrets.fresh();
        Map<String, String> particulars = Map.of("name", name, "email", email, "password", password, "role", role);
        try {
            RawAnswer answer = site.post(path, particulars, headerLines);
            // A sign-in more would be a password more to hash; it is for people whom an earlier run has made.
            RawAnswer signedIn = answer.status() == 200 ? answer : site.signIn(email, password);
            assertThat(signedIn.status())
                    .as(() -> path + " said: " + answer.text() + ", sign-in said: " + signedIn.text())
                    .isEqualTo(200);
            JsonNode session = Gate.json(signedIn);
            assertThat(session.path("role").asString()).isEqualTo(role);
            return new Person(
                    session.path("id").asString(),
                    email,
                    password,
                    session.path("token").asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
