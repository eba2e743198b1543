package org.corral.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.corral.Installation;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.access.Scope;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.http.RefusedException;
import org.corral.ollama.AllowList;
import org.corral.settings.Role;
import org.corral.settings.SignupPolicy;
import org.corral.settings.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route says what it asks of its caller, and gets it. */
@Tag("storage")
class RouteRequirementTest {
    /** A route that is new stands nowhere here until somebody has decided. */
    private static final List<String> DECIDED = """
            AuthsServlet NOTHING POST /signin
            AuthsServlet NOTHING POST /signup
            AuthsServlet NOTHING POST /signout
            AuthsServlet NOTHING GET /signout
            AuthsServlet NOTHING GET /welcome
            AuthsServlet CALLER GET /
            AuthsServlet CALLER GET /sessions
            AuthsServlet CALLER GET /admin/details
            AuthsServlet CALLER POST /update/profile
            AuthsServlet CALLER GET /api_key
            AuthsServlet CALLER GET /api_keys
            AuthsServlet CALLER GET /ollama_keys
            AuthsServlet FULL_CALLER POST /update/password
            AuthsServlet FULL_CALLER POST /sessions/signout
            AuthsServlet FULL_CALLER DELETE /sessions/{id}
            AuthsServlet FULL_CALLER POST /api_key
            AuthsServlet FULL_CALLER DELETE /api_key
            AuthsServlet FULL_CALLER POST /api_keys
            AuthsServlet FULL_CALLER DELETE /api_keys/{id}
            AuthsServlet FULL_CALLER POST /ollama_keys
            AuthsServlet FULL_CALLER DELETE /ollama_keys/{id}
            AuthsServlet ADMIN GET /admin/config
            AuthsServlet FULL_ADMIN POST /admin/config
            AuthsServlet FULL_ADMIN POST /add
            UsersServlet ADMIN GET /
            UsersServlet ADMIN GET /{id}
            UsersServlet ADMIN GET /{id}/models
            UsersServlet FULL_ADMIN PUT /{id}/models
            UsersServlet FULL_ADMIN POST /{id}/update
            UsersServlet FULL_ADMIN POST /{id}/signout
            UsersServlet FULL_ADMIN DELETE /{id}
            RolesServlet ADMIN GET /{role}/models
            RolesServlet FULL_ADMIN PUT /{role}/models
            SigningKeysServlet ADMIN GET /
            SigningKeysServlet FULL_ADMIN POST /rotate
            ServersServlet ADMIN GET
            AdminServlet ADMIN GET /settings
            AdminServlet FULL_ADMIN POST /import
            AdminServlet ADMIN GET /drain
            AdminServlet FULL_ADMIN POST /drain
            HealthServlet NOTHING GET
            HealthServlet NOTHING GET /live
            HealthServlet NOTHING GET /ready
            HealthServlet NOTHING GET /started
            """.lines().toList();

    private static final Proof WHOLE_KEY = new Proof.ApiKey("k", "h", "1", Scope.ALL, Optional.empty());
    private static final Proof ENDING_KEY = new Proof.ApiKey("k", "h", "1", Scope.ALL, Optional.of(Instant.MAX));
    private static final Proof SCOPED_KEY =
            new Proof.ApiKey("k", "h", "1", Scope.parse("/*").orElseThrow(), Optional.empty());

    @TempDir
    Path folder;

    private static void said(List<String> all, String servlet, Routes routes) {
        routes.all()
                .forEach(route -> all.add(
                        (servlet + " " + route.requirement() + " " + route.method() + " " + route.path()).strip()));
    }

    @Test
    void everyRouteAsksWhatWasDecided() throws Exception {
        List<String> all = new ArrayList<>();
        try (Installation corral = new Installation(folder, SignupPolicy.OPEN)) {
            said(all, "AuthsServlet", corral.part(AuthsApi.class).routes());
            said(all, "UsersServlet", corral.part(UsersApi.class).routes());
            said(all, "RolesServlet", corral.part(RolesApi.class).routes());
            said(all, "SigningKeysServlet", corral.part(SigningKeysApi.class).routes());
            said(all, "ServersServlet", corral.part(ServersApi.class).routes());
            said(all, "AdminServlet", corral.part(AdminApi.class).routes());
            said(all, "HealthServlet", corral.part(HealthApi.class).routes());
        }

        assertThat(all).containsExactlyInAnyOrderElementsOf(DECIDED);
    }

    @Test
    void noServletOfTheApiIsLeftOut() throws Exception {
        String map = Files.readString(Path.of("webapp/WEB-INF/web.xml"));

        assertThat(Pattern.compile("<servlet-class>org\\.corral\\.api\\.(\\w+)<")
                        .matcher(map)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(DECIDED.stream()
                        .map(line -> line.split(" ", 2)[0])
                        .distinct()
                        .toList());
    }

    @Test
    void whatChangesCredentialsIsNotForAnApiKeyThatGivesLess() {
        for (Proof less : List.of(ENDING_KEY, SCOPED_KEY)) {
            assertThat(refusal(RouteRequirement.FULL_CALLER, caller(Role.USER, less)))
                    .isEqualTo(403);
            assertThat(refusal(RouteRequirement.FULL_ADMIN, caller(Role.ADMIN, less)))
                    .isEqualTo(403);
            passes(RouteRequirement.CALLER, caller(Role.PENDING, less));
            passes(RouteRequirement.ADMIN, caller(Role.ADMIN, less));
        }
        passes(RouteRequirement.FULL_CALLER, caller(Role.PENDING, WHOLE_KEY));
        passes(RouteRequirement.FULL_ADMIN, caller(Role.ADMIN, WHOLE_KEY));
        passes(RouteRequirement.FULL_ADMIN, caller(Role.ADMIN, new Proof.Local("1")));
    }

    @Test
    void adminsRoutesAreForNobodyElseWhateverTheFilterLetPass() {
        for (RouteRequirement requirement : List.of(RouteRequirement.ADMIN, RouteRequirement.FULL_ADMIN)) {
            assertThat(refusal(requirement, caller(Role.USER, WHOLE_KEY))).isEqualTo(403);
            assertThat(refusal(requirement, Optional.empty())).isEqualTo(401);
        }
        assertThat(refusal(RouteRequirement.CALLER, Optional.empty())).isEqualTo(401);
        passes(RouteRequirement.NOTHING, Optional.empty());
    }

    private static Optional<Caller> caller(Role role, Proof proof) {
        return Optional.of(new Caller("1", "ada@example.org", "Ada", role, AllowList.ALL, proof));
    }

    private static ApiCall exchange(Optional<Caller> caller) {
        FakeRequest request = FakeRequest.of("GET", "/");
        caller.ifPresent(request::principal);
        return new ApiCall(request.build(), new FakeResponse().http(), "", "", new Size(1));
    }

    private static void passes(RouteRequirement requirement, Optional<Caller> caller) {
        assertThatCode(() -> requirement.check(exchange(caller))).doesNotThrowAnyException();
    }

    private static int refusal(RouteRequirement requirement, Optional<Caller> caller) {
        return catchThrowableOfType(RefusedException.class, () -> requirement.check(exchange(caller)))
                .refusal()
                .status();
    }
}
