package org.corral.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.Map;
import org.corral.server.AppServer;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Corral at a port and a context path: what tests of accounts send to it. Paths are those below the context path.
 *
 * @param context empty for the root
 */
public record Site(int port, String context) {
    public static final String SIGN_IN = "/api/v1/auths/signin";
    public static final String SIGN_UP = "/api/v1/auths/signup";
    public static final String ME = "/api/v1/auths/";

    /** Of everybody who needs no own one. */
    public static final String PASSWORD = Secrets.fresh();

    private static final JsonMapper JSON = new JsonMapper();

    public static Site of(AppServer server) {
        String path = server.uri("/").getPath();
        return new Site(server.port(), path.substring(0, path.length() - 1));
    }

    public static Site of(Gate gate) {
        return new Site(gate.port(), "");
    }

    public RawAnswer get(String path, String... headerLines) throws IOException {
        return send("GET", path, headerLines);
    }

    /** A request without body. */
    public RawAnswer send(String method, String path, String... headerLines) throws IOException {
        return RawClient.exchange(port, RawClient.request(method, context + path, headerLines), SOON);
    }

    public RawAnswer post(String path, Map<String, ?> json, String... headerLines) throws IOException {
        return post(path, JSON.writeValueAsString(json), headerLines);
    }

    public RawAnswer post(String path, String json, String... headerLines) throws IOException {
        return RawClient.exchange(port, RawClient.post(context + path, json, headerLines), SOON);
    }

    public RawAnswer signIn(String email, String password) throws IOException {
        return post(SIGN_IN, Gate.credentials(email, password));
    }

    public RawAnswer signUp(String name, String email, String password) throws IOException {
        return post(SIGN_UP, Map.of("name", name, "email", email, "password", password));
    }

    /** Who the holder of this token is. */
    public RawAnswer me(String token) throws IOException {
        return get(ME, "Authorization: Bearer " + token);
    }

    /** The token of an answer that opened a session. */
    public static String token(RawAnswer session) {
        assertThat(session.status()).as(session::text).isEqualTo(200);
        return Gate.json(session).path("token").asString();
    }

    public static String text(RawAnswer answer, String field) {
        JsonNode value = Gate.json(answer).path(field);
        return value.isString() ? value.asString() : value.toString();
    }
}
