package org.corral.elsewhere;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code corral-access.jar} without Corral: an application that takes the tokens of an OpenID provider. */
@Tag("once")
final class OpenIdProviderIT {
    private static final String ISSUER = "https://id.example.org/realms/staff";
    private static final String AUDIENCE = "reports";

    @TempDir
    Path folder;

    @Test
    void applicationTakesTheTokensOfAnyProvider() throws Exception {
        RsaJsonWebKey key = key("provider-1", "sig");
        // Such providers publish a key for encryption as well, with which nothing may be signed.
        RsaJsonWebKey other = key("provider-2", "enc");
        HttpServer provider = publish(List.of(key, other));
        String keys = "http://127.0.0.1:" + provider.getAddress().getPort() + "/certs";
        Path war = OtherWar.write(
                folder.resolve("other.war"),
                Map.of(
                        "issuer", ISSUER,
                        "audience", AUDIENCE,
                        "jwksUri", keys,
                        "roleClaim", "realm_access.roles"));
        try (TomcatProcess tomcat =
                TomcatProcess.setup().war(war).path("/other").start()) {
            Site site = new Site(tomcat.port(), "/other");

            RawAnswer answer = site.get("/staff", token(key, claims -> {}));
            assertThat(answer.status()).as(answer::text).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("f:17:ada user=true admin=false");
            assertThat(site.get("/admin/x", token(key, claims -> {})).status()).isEqualTo(403);
            assertThat(site.get("/open").status()).isEqualTo(200);
            for (String refused : List.of(
                    token(other, claims -> {}),
                    token(key("provider-1", "sig"), claims -> {}),
                    token(key, claims -> claims.setIssuer(ISSUER + "/")),
                    token(key, claims -> claims.setAudience("account")),
                    token(key, claims -> claims.setExpirationTime(NumericDate.now())),
                    token(key, claims -> claims.unsetClaim("exp")))) {
                assertThat(site.get("/me", refused).status()).isEqualTo(401);
            }
        } finally {
            provider.stop(0);
        }
    }

    private static RsaJsonWebKey key(String id, String use) throws Exception {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId(id);
        key.setUse(use);
        return key;
    }

    private static HttpServer publish(List<RsaJsonWebKey> keys) throws Exception {
        byte[] list =
                new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY).getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/certs", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, list.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(list);
            }
        });
        server.start();
        return server;
    }

    /** An access token with all that a provider of this kind puts into one. */
    private static String token(RsaJsonWebKey key, Consumer<JwtClaims> change) throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + Gate.SOON.toSeconds()));
        claims.setIssuedAtToNow();
        claims.setGeneratedJwtId();
        claims.setIssuer(ISSUER);
        claims.setAudience("account", AUDIENCE);
        claims.setSubject("f:17:ada");
        claims.setClaim("typ", "Bearer");
        claims.setClaim("azp", "portal");
        claims.setClaim("scope", "openid email profile");
        claims.setClaim("email_verified", true);
        claims.setClaim("realm_access", Map.of("roles", List.of("offline_access", "manager", "user")));
        change.accept(claims);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setHeader("typ", "JWT");
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        return "Authorization: Bearer " + signature.getCompactSerialization();
    }
}
