package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.body.PrivilegedOption.KEEP_ALIVE;
import static org.corral.body.PrivilegedOption.PARTS;
import static org.corral.body.PrivilegedOption.REMOTE;
import static org.corral.body.PrivilegedOption.RENDERED_PROMPT;
import static org.corral.body.PrivilegedOption.UNLOAD;
import static org.corral.body.PrivilegedOption.WEB_SEARCH;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.corral.access.Caller;
import org.corral.body.PrivilegedOption;
import org.corral.body.RequestedModels;
import org.corral.http.Refusal;
import org.corral.settings.LeastRole;
import org.corral.settings.RightSettings;
import org.corral.settings.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRuleTest {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Caller USER = Requests.caller(Role.USER, "llama3.2", "team/*");
    private static final Caller USER_OF_ALL = Requests.caller(Role.USER);
    private static final Caller ADMIN = Requests.caller(Role.ADMIN);

    private final ModelRule forAdmins = rule(LeastRole.ADMIN, false);
    private final ModelRule forUsers = rule(LeastRole.USER, false);

    private static ModelRule rule(LeastRole least, boolean refuseExtras) {
        return new ModelRule(new RightSettings(List.of(), least, LONGEST, least, least, least, refuseExtras));
    }

    private static Optional<Refusal> refusal(ModelRule rule, Caller caller, String path, String... models) {
        return rule.refusal(caller, Requests.admitted(caller, path), RequestedModels.of(List.of(models)));
    }

    private static Optional<Refusal> refusal(ModelRule rule, Caller caller, String path, PrivilegedOption option) {
        RequestedModels requested =
                new RequestedModels(List.of("llama3.2"), Optional.empty(), Set.of(option), Set.of());
        return rule.refusal(caller, Requests.admitted(caller, path), requested);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3.2", "llama3.2:latest", "LLAMA3.2", "library/llama3.2", "team/other:7b"})
    void permittedModelPassesUnderEachOfItsNames(String model) {
        assertThat(refusal(forAdmins, USER, "/api/chat", model)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "llama3.2:70b", "teams/other", "hf.co/team/other", "team/a/b"})
    void otherModelsAreForbidden(String model) {
        assertThat(refusal(forAdmins, USER, "/api/chat", model).map(Refusal::status))
                .contains(403);
        assertThat(refusal(forAdmins, USER_OF_ALL, "/api/chat", "secret")).isEmpty();
    }

    @Test
    void eachNameInTheRequestCounts() {
        assertThat(refusal(forAdmins, USER, "/api/copy", "llama3.2", "secret").map(Refusal::status))
                .contains(403);
    }

    @Test
    void nameInThePathCountsTooWhateverTheBodySays() {
        assertThat(refusal(forAdmins, USER, "/v1/models/secret").map(Refusal::status))
                .contains(403);
        assertThat(refusal(forAdmins, USER, "/v1/models/secret", "llama3.2").map(Refusal::status))
                .contains(403);
        assertThat(refusal(forAdmins, USER, "/v1/models/llama3.2")).isEmpty();
    }

    @Test
    void whatIsNoNameOfAModelIsABadRequestEvenForAdmins() {
        assertThat(refusal(forAdmins, ADMIN, "/api/chat", "a b").map(Refusal::status))
                .contains(400);
    }

    @Test
    void modelsInTheCloudNeedTheirRight() {
        assertThat(refusal(forAdmins, USER_OF_ALL, "/api/chat", "gpt-oss:120b-cloud")
                        .map(Refusal::status))
                .contains(403);
        assertThat(refusal(forAdmins, ADMIN, "/api/chat", "gpt-oss:120b-cloud")).isEmpty();
        assertThat(refusal(forUsers, USER_OF_ALL, "/api/chat", "gpt-oss:120b-cloud"))
                .isEmpty();
        assertThat(refusal(rule(LeastRole.NOBODY, false), ADMIN, "/api/chat", "gpt-oss:120b-cloud")
                        .map(Refusal::status))
                .contains(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/pull", "/api/push", "/api/create"})
    void hostInANameNeedsTheRightWhereOllamaConnectsToIt(String path) {
        assertThat(refusal(forAdmins, USER_OF_ALL, path, "hf.co/a/b").map(Refusal::status))
                .contains(403);
        assertThat(refusal(forUsers, USER_OF_ALL, path, "hf.co/a/b")).isEmpty();
        assertThat(refusal(forAdmins, USER_OF_ALL, path, "llama3.2")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat", "/api/delete", "/api/copy", "/api/show"})
    void hostInANameIsNothingElsewhere(String path) {
        assertThat(refusal(forAdmins, USER_OF_ALL, path, "hf.co/a/b")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = PrivilegedOption.class,
            names = {"KEEP_ALIVE", "UNLOAD", "RENDERED_PROMPT", "WEB_SEARCH"})
    void optionNeedsItsRightOnEveryRoute(PrivilegedOption option) {
        assertThat(refusal(forAdmins, USER, "/api/chat", option).map(Refusal::status))
                .contains(403);
        assertThat(refusal(forAdmins, USER, "/v1/chat/completions", option).map(Refusal::status))
                .contains(403);
        assertThat(refusal(forAdmins, ADMIN, "/api/chat", option)).isEmpty();
        assertThat(refusal(forUsers, USER, "/api/chat", option)).isEmpty();
    }

    @Test
    void whatAModelIsMadeOfMattersWhereOneIsMade() {
        assertThat(refusal(forAdmins, USER, "/api/create", PARTS).map(Refusal::status))
                .contains(403);
        assertThat(refusal(forAdmins, USER_OF_ALL, "/api/create", PARTS)).isEmpty();
        assertThat(refusal(forAdmins, USER_OF_ALL, "/api/create", REMOTE).map(Refusal::status))
                .contains(403);
        assertThat(refusal(forUsers, USER_OF_ALL, "/api/create", REMOTE)).isEmpty();
        assertThat(refusal(forAdmins, USER, "/api/chat", PARTS)).isEmpty();
        assertThat(refusal(forAdmins, USER, "/api/chat", REMOTE)).isEmpty();
    }

    @Test
    void offersOfProgramsAreTakenOutWhereTheCallerMayNotUseThem() {
        assertThat(forAdmins.cutting(USER).what()).containsExactlyInAnyOrder(KEEP_ALIVE, WEB_SEARCH);
        assertThat(forAdmins.cutting(ADMIN).what()).isEmpty();
        assertThat(forUsers.cutting(USER).what()).isEmpty();
        assertThat(rule(LeastRole.ADMIN, true).cutting(USER).what())
                .as("refused instead")
                .isEmpty();
        assertThat(forAdmins.cutting(USER).longestKeepAlive()).isEqualTo(LONGEST);
    }

    @Test
    void refusalSaysWhatToLeaveOut() {
        assertThat(refusal(forAdmins, USER, "/api/chat", UNLOAD)
                        .map(Refusal::text)
                        .orElse(""))
                .contains("'keep_alive'")
                .contains("3600 seconds");
        assertThat(refusal(forAdmins, USER, "/api/chat", RENDERED_PROMPT)
                        .map(Refusal::text)
                        .orElse(""))
                .contains("'_debug_render_only'");
    }
}
