package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/**
 * Where everything takes place.
 *
 * @param admin the header line of an admin's API key, which does not expire
 */
record Scene(Site site, Servers servers, String admin) {
    static Scene of(TomcatProcess tomcat, Servers servers) throws IOException {
        Site site = Site.of(tomcat);
        String token = Site.token(site.signUp("Owner", "owner@corral.test", Site.PASSWORD));
        return new Scene(site, servers, bearer(key(site, bearer(token))));
    }

    static String bearer(String credential) {
        return "Authorization: Bearer " + credential;
    }

    /** A new API key. */
    private static String key(Site site, String bearer) throws IOException {
        RawAnswer answer = site.post("/api/v1/auths/api_keys", Map.of("name", "soak"), bearer);
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return Site.text(answer, "api_key");
    }

    /** A new account's address; its password is {@link Site#PASSWORD}. */
    String someone() throws IOException {
        String email = UUID.randomUUID() + "@corral.test";
        RawAnswer answer = site.post(
                "/api/v1/auths/add",
                Map.of("name", "Someone", "email", email, "password", Site.PASSWORD, "role", "user"),
                admin);
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return email;
    }

    /** The header line of a new account's API key. */
    String someonesKey() throws IOException {
        return bearer(key(site, signIn(someone())));
    }

    /** The header line of a new session. */
    String signIn(String email) throws IOException {
        return bearer(Site.token(site.signIn(email, Site.PASSWORD)));
    }

    RawClient connect() throws IOException {
        return RawClient.connect(site.port());
    }

    /** How many requests are at a server or wait for one. */
    int underWay() throws IOException {
        RawAnswer answer = site.get("/api/v1/admin/servers", admin);
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return Gate.json(answer).path("waiting").asInt()
                + Gate.json(answer)
                        .path("servers")
                        .valueStream()
                        .mapToInt(server -> server.path("in_flight").asInt())
                        .sum();
    }
}
