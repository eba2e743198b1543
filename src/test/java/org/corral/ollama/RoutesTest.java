package org.corral.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.corral.settings.OllamaRoute;
import org.corral.settings.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private final Routes routes = Routes.with(List.of());

    private static Route opened(String method, String path, Role role) {
        return Routes.with(List.of(new OllamaRoute(method, path, role)))
                .find(path)
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/api",
                "/api/me",
                "/api/signout",
                "/api/status",
                "/api/user/keys/x",
                "/api/experimental/x",
                "/API/chat",
                "/api/chat/",
                "/api//chat",
                "/api/blobs/sha256:{digest}",
                "/api/blobs/sha256:ABC",
                "/v1/models/",
                "/v1/models/{model}",
                "/v1/models/.",
                "/v1/models/..",
                "/v1/models/a/../b",
                "/v1/models/a//b",
                "/v1/models/a%2Fb"
            })
    void whatIsNotInTheTableDoesNotExist(String path) {
        assertThat(routes.find(path)).isEmpty();
    }

    @Test
    void bracesStandForOneDigestOrForTheNameOfAModel() {
        assertThat(routes.find("/api/blobs/sha256:" + DIGEST).map(Route::kind)).contains(RouteKind.UPLOAD);
        assertThat(routes.find("/v1/models/hf.co/team/model:q4").map(Route::kind))
                .contains(RouteKind.MODEL);
        assertThat(Routes.modelIn("/v1/models/hf.co/team/model:q4")).contains("hf.co/team/model:q4");
        assertThat(Routes.modelIn("/v1/models")).isEmpty();
        assertThat(Routes.nameWithSlashes("/v1/models/llama3.2")).isEmpty();
        assertThat(Routes.withSlashes("/v1/models/a%2fb%2Fc")).isEqualTo("/v1/models/a/b/c");
        assertThat(Routes.withSlashes("/api/a%2Fb")).isEqualTo("/api/a%2Fb");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/pull, false",
        "HEAD, /api/pull, false",
        "POST, /api/chat, false",
        "POST, /api/show, false",
        "POST, /v1/audio/transcriptions, false",
        "POST, /api/pull, true",
        "DELETE, /api/delete, true",
        "POST, /api/blobs/sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, true",
        "POST, /api/later, true",
        "PUT, /api/chat, true",
        "POST, '', true"
    })
    void whateverIsNotKnownToBeHarmlessIsTakenForAChange(String method, String path, boolean changes) {
        assertThat(Routes.changesModels(method, path)).isEqualTo(changes);
    }

    @Test
    void keysForInferenceReachNothingThatChangesModels() {
        assertThat(Routes.known().stream().filter(Route::inference))
                .hasSizeGreaterThan(10)
                .allSatisfy(route -> {
                    assertThat(route.kind().changesModels()).as(route.path()).isFalse();
                    assertThat(route.role()).as(route.path()).isEqualTo(Role.USER);
                });
    }

    @Test
    void onlyAdminsChangeModels() {
        assertThat(Routes.known().stream().filter(route -> route.kind().changesModels()))
                .hasSize(6)
                .allSatisfy(route -> assertThat(route.role()).as(route.path()).isEqualTo(Role.ADMIN));
    }

    @Test
    void openedRouteKeepsWhatItDoesAndGetsMethodAndRole() {
        Route pull = opened("POST", "/api/pull", Role.USER);
        assertThat(pull.role()).isEqualTo(Role.USER);
        assertThat(pull.kind()).isEqualTo(RouteKind.MANAGE);
        assertThat(pull.namesHosts()).isTrue();
        assertThat(pull.target()).isEqualTo(TargetRule.ALL);

        Route chat = opened("PUT", "/api/chat", Role.ADMIN);
        assertThat(chat.methods()).containsExactly("POST", "PUT");
        assertThat(chat.streaming()).contains(Streaming.CHAT);
        assertThat(opened("POST", "/api/chat", Role.USER).methods()).containsExactly("POST");
    }

    @Test
    void blobsAreOpenedByTheirFolderAndKeepTheirMethods() {
        Routes all = Routes.with(List.of(new OllamaRoute("POST", "/api/blobs", Role.USER)));

        Route blob = all.find("/api/blobs/sha256:" + DIGEST).orElseThrow();
        assertThat(blob.role()).isEqualTo(Role.USER);
        assertThat(blob.methods()).containsExactly("HEAD", "POST");
        assertThat(all.find("/api/blobs")).isEmpty();
    }

    @Test
    void newRouteIsReadByTheApiThatItsPathBelongsTo() {
        assertThat(opened("POST", "/api/later", Role.USER).form()).contains(BodyForm.NATIVE);
        assertThat(opened("POST", "/v1/later", Role.USER).form()).contains(BodyForm.OPENAI);
        assertThat(opened("GET", "/api/later", Role.USER).form()).isEqualTo(Optional.empty());
        assertThat(opened("POST", "/api/later", Role.USER).inference()).isFalse();
    }
}
