package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.corral.http.FakeContext;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The filter in a web application that has an issuer instead of accounts. */
class IssuerAuthenticatorTest {
    private static final String ROLES = "/open anyone\n/users user\n/boss manager\n/* authenticated";

    private final List<HttpServletRequest> passed = new ArrayList<>();
    private final JwtAuthenticationFilter filter = new JwtAuthenticationFilter();
    private HttpServer issuer;
    private PublicJsonWebKey key;

    @BeforeEach
    void start() throws Exception {
        key = OkpJwkGenerator.generateJwk("Ed25519");
        key.setKeyId("one");
        byte[] list = new JsonWebKeySet(key)
                .toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)
                .getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
            exchange.close();
        });
        issuer.start();
        init(parameters("/jwks"));
    }

    @AfterEach
    void stop() {
        filter.destroy();
        issuer.stop(0);
    }

    private Map<String, String> parameters(String path) {
        return new HashMap<>(Map.of(
                "issuer", "https://issuer.test",
                "audience", "reports",
                "jwksUri", "http://127.0.0.1:" + issuer.getAddress().getPort() + path,
                "roleClaim", "groups",
                "roles", ROLES));
    }

    private void init(Map<String, String> parameters) throws ServletException {
        filter.destroy();
        filter.init(new FakeContext().filter("tokens", parameters));
    }

    private String token(String... groups) throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://issuer.test");
        claims.setAudience("reports");
        claims.setSubject("ada");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringListClaim("groups", groups);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("EdDSA");
        signature.setKeyIdHeaderValue("one");
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }

    private FakeResponse send(FakeRequest request) throws Exception {
        FakeResponse response = new FakeResponse();
        filter.doFilter(request.build(), response.http(), (through, any) -> passed.add((HttpServletRequest) through));
        return response;
    }

    private int ask(String path, String token) throws Exception {
        return send(FakeRequest.of("GET", path).header("Authorization", "Bearer " + token))
                .status();
    }

    @Test
    void roleOfTheTokenDecides() throws Exception {
        assertThat(ask("/boss", token("manager"))).isEqualTo(200);
        assertThat(passed.get(0).getRemoteUser()).isEqualTo("ada");
        assertThat(passed.get(0).isUserInRole("manager")).isTrue();
        assertThat(passed.get(0).isUserInRole("user")).isFalse();
        assertThat(ask("/users", token("manager"))).isEqualTo(403);
        assertThat(ask("/boss", token("admin", "user"))).isEqualTo(403);
        assertThat(ask("/anything", token())).isEqualTo(200);
    }

    @Test
    void ofCorralsRolesAHigherOneIsEnough() throws Exception {
        assertThat(ask("/users", token("admin"))).isEqualTo(200);
        assertThat(passed.get(0).isUserInRole("user")).isTrue();
        assertThat(ask("/users", token("user"))).isEqualTo(200);
        assertThat(ask("/users", token("pending"))).isEqualTo(403);
    }

    @Test
    void whereAnyoneMayPassNoTokenIsNeeded() throws Exception {
        assertThat(send(FakeRequest.of("GET", "/open")).status()).isEqualTo(200);
        assertThat(passed.get(0).getUserPrincipal()).isNull();
        assertThat(ask("/open", "x")).isEqualTo(200);
        assertThat(ask("/open", token("user"))).isEqualTo(200);
        assertThat(passed.get(2).getUserPrincipal().getName()).isEqualTo("ada");
    }

    @Test
    void withoutAGoodTokenTheAnswerSaysWhatToSend() throws Exception {
        FakeResponse nobody = send(FakeRequest.of("GET", "/users"));
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).contains("Bearer realm=\"corral\"");
        FakeResponse forger = send(FakeRequest.of("GET", "/users").header("Authorization", "Bearer x"));
        assertThat(forger.status()).isEqualTo(401);
        assertThat(forger.header("WWW-Authenticate")).contains("Bearer realm=\"corral\", error=\"invalid_token\"");
        assertThat(forger.json().get("detail").asString()).contains("not valid here");
        assertThat(passed).isEmpty();
    }

    @Test
    void cookieChangesThingsOnlyFromTheSameOrigin() throws Exception {
        assertThat(send(FakeRequest.of("GET", "/users").cookie("token", token("user")))
                        .status())
                .isEqualTo(200);
        assertThat(send(FakeRequest.of("POST", "/users").cookie("token", token("user")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whatOpensNothingIsNoSecondCredential() throws Exception {
        String token = token("user");
        for (FakeRequest request : new FakeRequest[] {
            FakeRequest.of("GET", "/users").cookie("token", "x.y.z").cookie("token", token),
            FakeRequest.of("GET", "/users").cookie("token", "x").header("Authorization", "Bearer " + token),
            FakeRequest.of("GET", "/users").cookie("token", "x").cookie("__Secure-token", token),
            FakeRequest.of("GET", "/users")
                    .header("Authorization", "Basic YTpi")
                    .header("x-api-key", token)
        }) {
            assertThat(send(request).status()).isEqualTo(200);
        }
        assertThat(send(FakeRequest.of("GET", "/users")
                                .header("Authorization", "Bearer " + token)
                                .header("x-api-key", token("admin")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void preflightThatComesTooEarlyIsToldWhoShouldAnswer() throws Exception {
        FakeResponse answer = send(FakeRequest.of("OPTIONS", "/users").header("Access-Control-Request-Method", "POST"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("detail").asString()).contains("mapped before");
    }

    @Test
    void issuerThatIsNotThereIsNotTheCallersFault() throws Exception {
        init(parameters("/nothing"));
        FakeResponse answer = send(FakeRequest.of("GET", "/users").header("Authorization", "Bearer " + token("user")));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).contains("5");
    }

    /** As Docker names hosts (RFC 3986, 3.2.2): there is none of this name, so that nobody can be asked. */
    @Test
    void anIssuersHostMayHaveAnUnderscore() throws Exception {
        Map<String, String> parameters = parameters("/jwks");
        parameters.put("jwksUri", "http://my_issuer.invalid:8080/jwks");
        init(parameters);
        FakeResponse answer = send(FakeRequest.of("GET", "/users").header("Authorization", "Bearer " + token("user")));
        assertThat(answer.status()).isEqualTo(503);
    }

    @Test
    void whatIsMissingFailsTheStart() {
        for (String name : List.of("issuer", "audience", "jwksUri", "roles")) {
            Map<String, String> parameters = parameters("/jwks");
            parameters.put(name, " ");
            assertThatThrownBy(() -> init(parameters))
                    .isInstanceOf(ServletException.class)
                    .hasMessageStartingWith("web.xml, filter tokens, init-param " + name + ": ");
        }
        Map<String, String> ftp = parameters("/jwks");
        ftp.put("jwksUri", "ftp://issuer.test/jwks");
        assertThatThrownBy(() -> init(ftp)).hasMessageContaining("is no URL of https or http");
        Map<String, String> unchecked = parameters("/jwks");
        unchecked.put("jwksUri", "https://my_issuer/jwks");
        assertThatThrownBy(() -> init(unchecked)).hasMessageContaining("for which Java takes no certificate");
        assertThatThrownBy(() -> init(Map.of("roles", ROLES)))
                .hasMessage("web.xml, filter tokens, init-params issuer, audience and jwksUri: are missing");
    }
}
