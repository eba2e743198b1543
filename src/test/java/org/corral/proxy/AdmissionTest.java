package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.corral.http.ClientAddress;
import org.corral.http.FakeRequest;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;
import org.corral.upstream.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private final Admission admission =
            new Admission(Requests.routes(), new ForwardedFields(new ClientAddress(List.of())));

    private static FakeRequest request(String method, String path) {
        return FakeRequest.of(method, path)
                .context("/corral")
                .servlet("/ollama")
                .principal(Requests.caller(Role.USER));
    }

    private Refusal refusal(FakeRequest request) {
        return catchThrowableOfType(RefusedException.class, () -> admission.permit(request.build()))
                .refusal();
    }

    @Test
    void pathPassesToTheLetterAndTheQueryWithIt() throws Exception {
        AdmittedRequest admitted =
                admission.permit(request("GET", "/api/tags").query("a=%2F&b").build());

        assertThat(admitted.path()).isEqualTo("/api/tags");
        assertThat(admitted.target()).isEqualTo("/api/tags?a=%2F&b");
    }

    @Test
    void prefixItselfIsOllamasRoot() throws Exception {
        assertThat(admission.permit(request("GET", "").build()).target()).isEqualTo("/");
    }

    @Test
    void serverThatAnAdminChoosesIsTakenOutOfTheQuery() throws Exception {
        AdmittedRequest admitted = admission.permit(request("POST", "/api/pull")
                .principal(Requests.caller(Role.ADMIN))
                .query("server=gpu1&x=1")
                .build());

        assertThat(admitted.target()).isEqualTo("/api/pull?x=1");
        assertThat(admitted.at().server()).contains("gpu1");
    }

    @Test
    void whereNobodyMayChooseTheQueryStaysAsItIs() throws Exception {
        AdmittedRequest admitted = admission.permit(
                request("GET", "/api/tags").query("server=gpu1").build());

        assertThat(admitted.target()).isEqualTo("/api/tags?server=gpu1");
        assertThat(admitted.at().server()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/me", "/api/chat/", "/api/%63hat", "//api/chat"})
    void pathThatIsNoRouteIsNotFound(String path) {
        assertThat(refusal(request("POST", path)).status()).isEqualTo(404);
    }

    @Test
    void otherMethodIsToldTheRightOnes() {
        Refusal refusal = refusal(request("DELETE", "/api/tags"));

        assertThat(refusal.status()).isEqualTo(405);
        assertThat(refusal.headers()).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void usersDoNotManageModelsAndNobodyPassesWithoutBeingKnown() {
        assertThat(refusal(request("POST", "/api/pull")).status()).isEqualTo(403);
        assertThat(refusal(request("GET", "/api/tags").principal(Requests.caller(Role.PENDING)))
                        .status())
                .isEqualTo(403);
        assertThat(refusal(request("GET", "/api/tags").principal(() -> "somebody"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void onlyTheOfferOfHttp2IsOverlookedAmongUpgrades() throws Exception {
        assertThat(refusal(request("GET", "/api/tags").header("Upgrade", "websocket"))
                        .status())
                .isEqualTo(400);
        assertThat(admission
                        .permit(request("GET", "/api/tags")
                                .header("Upgrade", " H2C ")
                                .build())
                        .path())
                .isEqualTo("/api/tags");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\tb", "ä", "a\u007f"})
    void queryThatCanNotStandInARequestLineIsRefused(String query) {
        assertThat(refusal(request("GET", "/api/tags").query(query)).status()).isEqualTo(400);
    }

    @Test
    void formTakesNothingFromTheQuery() {
        assertThat(refusal(request("POST", "/v1/audio/transcriptions").query("model=x"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void fieldWithCharactersThatMayNotStandThereIsRefused() {
        assertThat(refusal(request("GET", "/api/tags").header("X-Bad", "a\u0000b"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void credentialsStayAndTheWayOfTheRequestIsTold() throws Exception {
        AdmittedRequest admitted = admission.permit(request("GET", "/api/tags")
                .header("Authorization", "Bearer x")
                .header("Accept", "*/*")
                .header("X-Forwarded-For", "10.0.0.1")
                .build());

        assertThat(admitted.fields().stream().map(Field::key))
                .contains("accept")
                .doesNotContain("authorization");
        assertThat(admitted.fields())
                .filteredOn(field -> field.is("X-Forwarded-For"))
                .extracting(Field::value)
                .containsExactly("127.0.0.1");
    }
}
