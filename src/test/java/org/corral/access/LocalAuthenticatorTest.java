package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.corral.http.CorsOrigins;
import org.corral.http.FakeRequest;
import org.corral.http.RefusedException;
import org.corral.ollama.AllowList;
import org.corral.settings.IpLiteral;
import org.corral.settings.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is on this machine, while nobody signs in. */
class LocalAuthenticatorTest {
    private static final String EXTENSION = "moz-extension://3f1c6f0e";

    private static AccessCheck gate(String peer) {
        return new AccessCheck(
                AccessRules.parse("/* user"),
                new LocalAuthenticator(
                        new LocalAdmin("1"),
                        request -> IpLiteral.parse(peer),
                        proof -> Optional.of(
                                new AccountSnapshot("1", "admin@localhost", "Admin", Role.ADMIN, AllowList.ALL)),
                        Optional.empty(),
                        new SameOrigin(Optional.empty(), new CorsOrigins(Set.of("moz-extension://*")))));
    }

    private static FakeRequest request() {
        return FakeRequest.of("POST", "/ollama/api/chat");
    }

    private static void refused(AccessCheck gate, FakeRequest request, int status, String part) {
        assertThatThrownBy(() -> gate.pass(request.build())).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.refusal().status()).isEqualTo(status);
            assertThat(e.refusal().text()).contains(part);
        });
    }

    /** A probe of an orchestrator comes from elsewhere. */
    @Test
    void uncheckedPathIsOpenToEverybody() throws Exception {
        AccessCheck gate = new AccessCheck(
                AccessRules.parse("/health/live unchecked\n/* user"),
                new LocalAuthenticator(
                        new LocalAdmin("1"),
                        request -> IpLiteral.parse("10.1.2.3"),
                        proof -> Optional.empty(),
                        Optional.empty(),
                        new SameOrigin(Optional.empty(), new CorsOrigins(Set.of()))));
        HttpServletRequest probe =
                FakeRequest.of("GET", "/health/live").from("10.1.2.3").build();
        assertThat(gate.pass(probe)).isSameAs(probe);
        refused(gate, FakeRequest.of("GET", "/health/live/x").from("10.1.2.3"), 401, "only this machine itself");
    }

    @Test
    void whoIsHerePasses() throws Exception {
        assertThat(gate("127.0.0.1").pass(request().build()).getRemoteUser()).isEqualTo("admin@localhost");
        assertThat(gate("::1").pass(request().from("0:0:0:0:0:0:0:1").build()).isUserInRole("admin"))
                .isTrue();
    }

    /** Something in the server has put an address of its own making in its place. */
    @Test
    void otherEndOfTheSocketCountsWhateverTheRequestSays() {
        refused(gate("10.1.2.3"), request().from("127.0.0.1"), 401, "only this machine itself");
        refused(gate("127.0.0.1"), request().from("10.1.2.3"), 401, "only this machine itself");
        refused(gate("unknown"), request().from("127.0.0.1"), 401, "nobody can tell");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "x-forwarded-by",
                "X-Forwarded-Prefix",
                "X-Forwarded",
                "Forwarded",
                "X-Real-IP",
                "Via",
                "CF-Ray",
                "CDN-Loop",
                "X-Envoy-External-Address"
            })
    void whatOnlyProxiesAddKeepsEverybodyOut(String field) {
        refused(gate("127.0.0.1"), request().header(field, "127.0.0.1"), 401, "proxy");
    }

    @Test
    void pagesElsewhereChangeNothingUnlessTheirKindIsNamed() throws Exception {
        refused(gate("127.0.0.1"), request().header("Origin", "https://evil.test"), 403, "own pages");
        refused(gate("127.0.0.1"), request().header("Origin", "chrome-extension://abc"), 403, "own pages");
        assertThat(gate("127.0.0.1")
                        .pass(request().header("Origin", EXTENSION).build())
                        .getRemoteUser())
                .isNotNull();
    }
}
