package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Optional;
import org.corral.access.Credential.Place;
import org.corral.http.FakeRequest;
import org.corral.http.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    private static Optional<Credential> find(FakeRequest request) throws RefusedException {
        return Credential.find(request.build());
    }

    private static FakeRequest request() {
        return FakeRequest.of("GET", "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a.b-c_d~e+f/g==", "bearer a.b-c_d~e+f/g==", "BEARER   a.b-c_d~e+f/g== "})
    void theSchemeIsTakenInAnyCase(String value) throws RefusedException {
        assertThat(find(request().header("authorization", value)))
                .contains(new Credential("a.b-c_d~e+f/g==", Place.AUTHORIZATION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic YTpi",
                "Bearer",
                "Bearer ",
                "Bearera.b.c",
                "Bearer a b",
                "Bearer a=b",
                "Bearer \u00e4",
                "Bearer\ta",
                "a.b.c",
                "Bearer a,Bearer b",
                ""
            })
    void whatIsNoBearerTokenIsNoCredential(String value) throws RefusedException {
        assertThat(find(request().header("Authorization", value))).isEmpty();
        assertThat(find(request().header("Authorization", value).cookie("token", "t")))
                .contains(new Credential("t", Place.COOKIE));
    }

    @Test
    void theCookieAndTheApiKeyHeaderAreLookedAtToo() throws RefusedException {
        assertThat(find(request().cookie("other", "x").cookie("token", "t")))
                .contains(new Credential("t", Place.COOKIE));
        assertThat(find(request().header("x-api-key", "t"))).contains(new Credential("t", Place.API_KEY_HEADER));
        assertThat(find(request().cookie("token", "").header("x-api-key", " "))).isEmpty();
        assertThat(find(request())).isEmpty();
    }

    @Test
    void theSameTokenInSeveralPlacesCountsAsSentInAHeader() throws RefusedException {
        assertThat(find(request().cookie("token", "t").header("x-api-key", "t").header("Authorization", "Bearer t")))
                .contains(new Credential("t", Place.AUTHORIZATION));
        assertThat(find(request().cookie("token", "t").header("x-api-key", "t")))
                .contains(new Credential("t", Place.API_KEY_HEADER));
    }

    @Test
    void twoDifferentTokensAreRefused() {
        refused(request().header("Authorization", "Bearer a").cookie("token", "b"));
        refused(request().header("Authorization", "Bearer a").header("x-api-key", "b"));
        refused(request().header("x-api-key", "a").header("x-api-key", "b"));
        refused(request().cookie("token", "a").cookie("token", "b"));
    }

    @Test
    void severalAuthorizationHeadersAreRefused() {
        refused(request().header("Authorization", "Bearer a").header("Authorization", "Bearer a"));
        refused(request().header("Authorization", "Bearer a").header("Authorization", "Basic YTpi"));
    }

    private static void refused(FakeRequest request) {
        assertThatThrownBy(() -> find(request))
                .asInstanceOf(type(RefusedException.class))
                .extracting(RefusedException::refusal)
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(400);
                    assertThat(refusal.headers().get("WWW-Authenticate")).contains("error=\"invalid_request\"");
                });
    }

    @Test
    void itsTextIsNotPrinted() throws RefusedException {
        assertThat(find(request().header("x-api-key", "s3cret")).orElseThrow().toString())
                .doesNotContain("s3cret");
    }
}
