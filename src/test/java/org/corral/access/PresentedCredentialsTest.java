package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.corral.access.Credential.Place;
import org.corral.http.FakeRequest;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresentedCredentialsTest {
    private static final String KEY = "sk-" + "0123456789abcdef".repeat(3);
    private static final String OTHER_KEY = "sk-" + "fedcba9876543210".repeat(3);
    private static final String TOKEN = "aa.bb.cc";
    private static final String OTHER_TOKEN = "dd.ee.ff";

    private static FakeRequest request() {
        return FakeRequest.of("GET", "/");
    }

    private static List<Credential> in(FakeRequest request) throws RefusedException {
        return PresentedCredentials.in(request.build(), false).all();
    }

    /** The place of what is accepted where these alone open something. */
    private static Optional<Credential> accepted(FakeRequest request, String... good) throws RefusedException {
        return PresentedCredentials.in(request.build(), true)
                .accept(credential -> {
                    if (!Arrays.asList(good).contains(credential.text())) {
                        throw AccessRefusals.unknownApiKey();
                    }
                    return credential.text();
                })
                .map(PresentedCredentials.Accepted::credential);
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a.b-c_d~e+f/g==", "bearer a.b-c_d~e+f/g==", "BEARER   a.b-c_d~e+f/g== "})
    void theSchemeIsTakenInAnyCase(String value) throws RefusedException {
        assertThat(in(request().header("authorization", value)))
                .containsExactly(new Credential("a.b-c_d~e+f/g==", Place.AUTHORIZATION));
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
        assertThat(in(request().header("Authorization", value))).isEmpty();
        assertThat(in(request().header("Authorization", value).cookie("token", "t")))
                .containsExactly(new Credential("t", Place.COOKIE));
    }

    @Test
    void theCookiesAndTheApiKeyHeaderAreLookedAtToo() throws RefusedException {
        assertThat(in(request().cookie("other", "x").cookie("token", "t")))
                .containsExactly(new Credential("t", Place.COOKIE));
        assertThat(in(request().cookie("token", "a").cookie("__Host-token", "b").cookie("TOKEN", "c")))
                .containsExactly(new Credential("b", Place.SAFE_COOKIE), new Credential("a", Place.COOKIE));
        assertThat(in(request().header("x-api-key", "t"))).containsExactly(new Credential("t", Place.API_KEY_HEADER));
        assertThat(in(request().cookie("token", "").header("x-api-key", " "))).isEmpty();
        assertThat(in(request())).isEmpty();
    }

    @Test
    void theSameTokenInSeveralPlacesCountsAsSentInAHeader() throws RefusedException {
        assertThat(in(request().cookie("token", "t").header("x-api-key", "t").header("Authorization", "Bearer t")))
                .containsExactly(new Credential("t", Place.AUTHORIZATION));
        assertThat(in(request().cookie("token", "t").header("x-api-key", "t")))
                .containsExactly(new Credential("t", Place.API_KEY_HEADER));
    }

    @Test
    void whatOpensNothingIsNoSecondCredential() throws RefusedException {
        assertThat(accepted(request().cookie("token", "x").cookie("token", TOKEN), TOKEN))
                .contains(new Credential(TOKEN, Place.COOKIE));
        assertThat(accepted(request().cookie("token", OTHER_TOKEN).cookie("token", TOKEN), TOKEN))
                .contains(new Credential(TOKEN, Place.COOKIE));
        assertThat(accepted(request().header("Authorization", "Bearer " + KEY).cookie("token", OTHER_TOKEN), KEY))
                .contains(new Credential(KEY, Place.AUTHORIZATION));
        assertThat(accepted(request().header("Authorization", "Bearer ollama").header("x-api-key", KEY), KEY))
                .contains(new Credential(KEY, Place.API_KEY_HEADER));
        assertThat(accepted(request().header("Authorization", "Bearer " + KEY).header("x-api-key", "dummy"), KEY))
                .contains(new Credential(KEY, Place.AUTHORIZATION));
        assertThat(accepted(request().header("Authorization", "user:word").cookie("token", TOKEN), TOKEN))
                .contains(new Credential(TOKEN, Place.COOKIE));
    }

    @Test
    void twoThatAreGoodAreRefused() {
        refused(request().header("Authorization", "Bearer " + TOKEN).cookie("token", OTHER_TOKEN));
        refused(request().header("Authorization", "Bearer " + TOKEN).header("x-api-key", KEY));
        refused(request().header("x-api-key", KEY).header("x-api-key", OTHER_KEY));
        refused(request().cookie("token", TOKEN).cookie("token", OTHER_TOKEN));
    }

    @Test
    void cookieThatNobodyElseCanSetIsTheOneThatCounts() throws RefusedException {
        assertThat(accepted(request().cookie("token", OTHER_TOKEN).cookie("__Secure-token", TOKEN), TOKEN, OTHER_TOKEN))
                .contains(new Credential(TOKEN, Place.SAFE_COOKIE));
        // As long as it opens something.
        assertThat(accepted(request().cookie("token", OTHER_TOKEN).cookie("__Host-token", TOKEN), OTHER_TOKEN))
                .contains(new Credential(OTHER_TOKEN, Place.COOKIE));
    }

    @Test
    void severalAuthorizationHeadersAreRefused() {
        refused(request().header("Authorization", "Bearer a").header("Authorization", "Bearer a"));
        refused(request().header("Authorization", "Bearer a").header("Authorization", "Basic YTpi"));
    }

    @Test
    void nobodyHasSoManyByMistake() {
        FakeRequest request = request();
        for (char digit : "0123456789".toCharArray()) {
            request.header("x-api-key", "sk-" + String.valueOf(digit).repeat(48));
        }
        refused(request);
    }

    @Test
    void basicMayHoldTheKeyAsNameOrAsPassword() throws RefusedException {
        for (String value : List.of(basic("x", KEY), basic(KEY, ""), basic(KEY, "x"), basic("", KEY))) {
            assertThat(accepted(request().header("Authorization", value), KEY))
                    .contains(new Credential(KEY, Place.BASIC));
        }
        assertThat(accepted(request().header("authorization", basic("x", TOKEN).replace("Basic", "BASIC")), TOKEN))
                .contains(new Credential(TOKEN, Place.BASIC));
    }

    /** A proxy in front may have a password of its own. */
    @Test
    void basicGivesWayToEverythingElse() throws RefusedException {
        assertThat(accepted(
                        request()
                                .header("Authorization", basic("proxy", "word"))
                                .header("x-api-key", KEY),
                        KEY))
                .contains(new Credential(KEY, Place.API_KEY_HEADER));
        assertThat(accepted(
                        request().header("Authorization", basic("x", OTHER_KEY)).cookie("token", TOKEN),
                        TOKEN,
                        OTHER_KEY))
                .contains(new Credential(TOKEN, Place.COOKIE));
        assertThat(accepted(request().header("Authorization", basic("proxy", "word"))))
                .isEmpty();
        assertThat(in(request().header("Authorization", basic("x", KEY)))).isEmpty();
    }

    @Test
    void nothingGoodIsRefusedForTheReasonOfTheFirst() {
        assertThatThrownBy(() -> PresentedCredentials.in(
                                request()
                                        .header("Authorization", "Bearer " + KEY)
                                        .cookie("token", TOKEN)
                                        .build(),
                                false)
                        .accept(credential -> {
                            throw new RefusedException(
                                    Refusal.of(401, credential.place().name()));
                        }))
                .hasMessage("AUTHORIZATION");
        assertThatThrownBy(() -> PresentedCredentials.in(
                                request()
                                        .header("Authorization", "Bearer " + KEY)
                                        .cookie("token", TOKEN)
                                        .build(),
                                false)
                        .accept(credential -> {
                            throw new RefusedException(Refusal.of(credential.isCookie() ? 503 : 401, "away"));
                        }))
                .asInstanceOf(type(RefusedException.class))
                .extracting(refused -> refused.refusal().status())
                .isEqualTo(503);
    }

    private static void refused(FakeRequest request) {
        assertThatThrownBy(() -> PresentedCredentials.in(request.build(), false).accept(Credential::text))
                .asInstanceOf(type(RefusedException.class))
                .extracting(RefusedException::refusal)
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(400);
                    assertThat(refusal.headers().get("WWW-Authenticate")).contains("error=\"invalid_request\"");
                });
    }

    @Test
    void itsTextIsNotPrinted() throws RefusedException {
        assertThat(in(request().header("x-api-key", "s3cret")).toString()).doesNotContain("s3cret");
    }
}
