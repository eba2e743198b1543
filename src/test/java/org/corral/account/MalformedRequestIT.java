package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Requests to the account API that can't be understood: who sent them is told what would be right. */
@Tag("portable")
final class MalformedRequestIT {
    private static final String SECRET = "Never-in-an-answer";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);

    private static String detail(RawAnswer answer) {
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(answer.header("X-Request-Id")).isPresent();
        assertThat(answer.text()).doesNotContain(SECRET, "Exception", "Tomcat", "Payara", "<html");
        assertThat(Gate.json(answer).propertyNames()).containsExactly("detail");
        return Site.text(answer, "detail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain",
                "application/jsonp",
                "text/json/application"
            })
    void anotherMediaTypeIs415WithTheRightOneInTheText(String type) throws IOException {
        String form = "email=a@corral.test&password=" + SECRET;
        RawAnswer answer = gate.exchange(
                RawClient.request("POST", Site.SIGN_IN, "Content-Type: " + type, "Content-Length: " + form.length())
                        + form);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(detail(answer)).contains("Content-Type: application/json", "email", "password");
    }

    @Test
    void bodyWithoutAMediaTypeIs415() throws IOException {
        RawAnswer answer = gate.exchange(RawClient.request("POST", Site.SIGN_IN, "Content-Length: 2") + "{}");
        assertThat(answer.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"email\":\"a@corral.test\",\"password\":\"" + SECRET,
                "{\"email\":\"a@corral.test\",\"password\":\"" + SECRET + "\"} x",
                "{\"password\":\"" + SECRET + "\",\"password\":\"b\",\"email\":\"c\"}",
                "{'email':'a'}",
                "{\"a\":NaN}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            })
    void whatIsNotJsonIs400(String body) throws IOException {
        RawAnswer answer = site.post(Site.SIGN_IN, body);
        assertThat(answer.status()).as(answer::text).isEqualTo(400);
        assertThat(detail(answer)).contains("JSON");
    }

    @Test
    void whatIsNotUtf8Is400() throws IOException {
        byte[] body = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
        try (RawClient client = gate.connect()) {
            client.send(RawClient.request(
                    "POST", Site.SIGN_IN, "Content-Type: application/json", "Content-Length: " + body.length));
            RawAnswer answer = client.send(body).readAll(Gate.SOON);
            assertThat(answer.status()).isEqualTo(400);
            detail(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"" + SECRET + "\"", "1", "true", "null"})
    void jsonThatIsNoObjectIs422(String body) throws IOException {
        assertThat(rows(site.post(Site.SIGN_IN, body))).hasSize(1);
    }

    @Test
    void everyFieldThatIsMissingIsNamed() throws IOException {
        List<JsonNode> rows = rows(site.post(Site.SIGN_UP, "{}"));
        assertThat(rows.stream().map(row -> row.path("loc").toString()))
                .containsExactlyInAnyOrder("[\"body\",\"name\"]", "[\"body\",\"email\"]", "[\"body\",\"password\"]");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.path("type").asString()).isEqualTo("missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "{\"" + SECRET + "\":1}", "[\"" + SECRET + "\"]"})
    void fieldOfAnotherKindIs422AndIsNotQuoted(String value) throws IOException {
        List<JsonNode> rows = rows(site.post(Site.SIGN_IN, "{\"email\":\"a@corral.test\",\"password\":" + value + "}"));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).path("loc").toString()).isEqualTo("[\"body\",\"password\"]");
        assertThat(rows.get(0).path("type").asString()).isEqualTo("string_type");
    }

    private static List<JsonNode> rows(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(422);
        detail(answer);
        List<JsonNode> rows = StreamSupport.stream(
                        Gate.json(answer).path("detail").spliterator(), false)
                .toList();
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.propertyNames()).containsExactlyInAnyOrder("type", "loc", "msg", "input");
            assertThat(row.path("input").isNull()).isTrue();
        });
        return rows;
    }

    @Test
    void largeBodyIs413WithAndWithoutItsLengthSaid() throws IOException {
        String large = "{\"email\":\"" + "x".repeat(65 << 10) + "\"}";
        RawAnswer said = site.post(Site.SIGN_IN, large);
        assertThat(said.status()).isEqualTo(413);
        assertThat(detail(said)).contains("65536");
        try (RawClient client = gate.connect()) {
            client.send(RawClient.request(
                    "POST", Site.SIGN_IN, "Content-Type: application/json", "Transfer-Encoding: chunked"));
            client.sendChunk(large.getBytes(StandardCharsets.US_ASCII));
            assertThat(client.readAll(Gate.SOON).status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE"})
    void anotherMethodIs405WithTheRightOne(String method) throws IOException {
        RawAnswer answer = site.send(method, Site.SIGN_IN);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow"))
                .hasValueSatisfying(
                        allow -> assertThat(allow.split(", *")).contains("POST").doesNotContain(method));
        assertThat(detail(answer)).contains("POST /api/v1/auths/signin");
    }

    @Test
    void pathThatIsNotThereIs404WithThoseThatAre() throws IOException {
        RawAnswer answer = site.get("/api/v1/auths/no-such-route", gate.user().bearer());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(detail(answer)).contains("/api/v1/auths/signin");
    }

    /** Strictly by the page of the API: the reason is not in the body alone, scripts look at the status first. */
    @ParameterizedTest
    @ValueSource(strings = {"no-address", "two@at@signs", "blank @corral.test", "@corral.test", "a@", ""})
    void addressThatIsNoneIs400(String email) throws IOException {
        RawAnswer answer = site.post(
                "/api/v1/auths/add",
                "{\"name\":\"A\",\"email\":\"" + email + "\",\"password\":\"" + Secrets.fresh() + "\"}",
                gate.admin().bearer());
        assertThat(answer.status()).as(answer::text).isEqualTo(400);
        detail(answer);
    }

    @Test
    void passwordOfNineCharactersIsTooShort() throws IOException {
        RawAnswer answer = site.post(
                "/api/v1/auths/add",
                "{\"name\":\"A\",\"email\":\"short@corral.test\",\"password\":\"123456789\"}",
                gate.admin().bearer());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(detail(answer)).contains("10");
    }
}
