package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.corral.it.Gate;
import org.corral.it.OllamaIdentity;
import org.corral.it.Person;
import org.corral.it.Site;
import org.corral.standin.Recorded;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ollama command line as it comes from ollama.com, which signs its requests and can't do anything else. */
final class OllamaKeyIT {
    private static final String KEYS = "/api/v1/auths/ollama_keys";
    private static final String CHAT = "{\"model\":\"llama3.2\",\"stream\":false}";
    private static final String COPY = "{\"source\":\"llama3.2\",\"destination\":\"other\"}";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private final OllamaIdentity ollama = OllamaIdentity.fresh();

    private Person someone(String role) {
        return gate.person(role + "-" + UUID.randomUUID(), role);
    }

    private Person registered(String role) throws IOException {
        Person person = someone(role);
        assertThat(register(ollama.publicKey(), person).status()).isEqualTo(200);
        return person;
    }

    private RawAnswer register(String publicKey, Person person) throws IOException {
        return site.post(KEYS, Map.of("public_key", publicKey), person.bearer());
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private RawAnswer signed(String method, String path, String body, long time) throws IOException {
        String query = path + "?ts=" + time;
        String line = ollama.signed(method + "," + query);
        return body.isEmpty() ? site.send(method, "/ollama" + query, line) : site.post("/ollama" + query, body, line);
    }

    private RawAnswer signed(String method, String path) throws IOException {
        return signed(method, path, "", now());
    }

    private static void assertRefused(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"corral\", error=\"invalid_token\"");
    }

    @Test
    void commandLineWorksAsFarAsTheRoleGoes() throws IOException {
        registered("user");

        assertThat(signed("HEAD", "/").status()).isEqualTo(200);
        assertThat(signed("GET", "/api/tags").status()).isEqualTo(200);
        assertThat(signed("GET", "/api/ps").status()).isEqualTo(200);
        assertThat(signed("POST", "/api/show", "{\"model\":\"llama3.2\"}", now())
                        .status())
                .isEqualTo(200);
        assertThat(signed("POST", "/api/chat", CHAT, now()).status()).isEqualTo(200);
        assertThat(signed("POST", "/api/copy", COPY, now()).status()).isEqualTo(403);
    }

    @Test
    void neitherSignatureNorTimeGoOnToOllama() throws IOException {
        registered("user");
        gate.ollama().reset();

        assertThat(signed("GET", "/api/tags").status()).isEqualTo(200);

        Recorded asked = gate.ollama().requests().get(0);
        assertThat(asked.target()).isEqualTo("/api/tags");
        assertThat(asked.header("Authorization")).isEmpty();
    }

    @Test
    void unregisteredKeyIsToldHowToRegister() throws IOException {
        RawAnswer answer = signed("GET", "/api/tags");

        assertRefused(answer);
        assertThat(Site.text(answer, "error")).contains("id_ed25519.pub", KEYS);
        registered("user");
        assertThat(signed("GET", "/api/tags").status()).isEqualTo(200);
    }

    @Test
    void revokedKeyAndKeyOfADeletedAccountAreRefusedAtOnce() throws IOException {
        Person user = registered("user");
        String id = Gate.json(site.get(KEYS, user.bearer())).get(0).path("id").asString();
        assertThat(signed("GET", "/api/tags").status()).isEqualTo(200);

        assertThat(site.send("DELETE", KEYS + "/" + id, gate.admin().bearer()).status())
                .isEqualTo(404);
        assertThat(site.send("DELETE", KEYS + "/" + id, user.bearer()).text()).isEqualTo("true");
        assertRefused(signed("GET", "/api/tags"));

        register(ollama.publicKey(), user);
        assertThat(signed("GET", "/api/tags").status()).isEqualTo(200);
        site.send("DELETE", "/api/v1/users/" + user.id(), gate.admin().bearer());
        assertRefused(signed("GET", "/api/tags"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-310, -86_400, 310, 86_400})
    void clockOutsideOfTheWindowIsRefused(long off) throws IOException {
        registered("user");
        assertRefused(signed("GET", "/api/tags", "", now() + off));
    }

    @ParameterizedTest
    @ValueSource(longs = {-290, 290})
    void clockWithinTheWindowIsNot(long off) throws IOException {
        registered("user");
        assertThat(signed("GET", "/api/tags", "", now() + off).status()).isEqualTo(200);
    }

    @Test
    void signatureIsGoodForItsMethodPathAndTimeOnly() throws IOException {
        registered("admin");
        long time = now();
        String line = ollama.signed("GET,/api/tags?ts=" + time);

        assertThat(site.get("/ollama/api/tags?ts=" + time, line).status()).isEqualTo(200);
        assertRefused(site.send("HEAD", "/ollama/api/tags?ts=" + time, line));
        assertRefused(site.get("/ollama/api/ps?ts=" + time, line));
        assertRefused(site.get("/ollama/api/tags?ts=" + (time + 1), line));
        assertRefused(site.post("/ollama/api/tags?ts=" + time, CHAT, line));
    }

    @Test
    void queryIsTheTimeAndNothingElse() throws IOException {
        registered("user");
        long time = now();
        String line = ollama.signed("GET,/api/tags?ts=" + time);

        for (String query : List.of("", "?", "?ts=", "?ts=+" + time, "?ts=0" + time, "?TS=" + time, "?ts=%31")) {
            assertRefused(site.get("/ollama/api/tags" + query, line));
        }
        for (String query : List.of("?ts=" + time + "&a=b", "?a=b&ts=" + time, "?ts=" + time + "&ts=" + time)) {
            assertRefused(site.get("/ollama/api/tags" + query, line));
        }
        assertRefused(site.get("/ollama/api/tags?ts=99999999999999999999", line));
    }

    @Test
    void signatureIsOfNoUseOutsideOfOllama() throws IOException {
        registered("admin");
        String time = "?ts=" + now();

        assertRefused(site.get("/api/v1/users/" + time, ollama.signed("GET,/" + time)));
        assertRefused(site.get("/api/v1/users/" + time, ollama.signed("GET,/api/v1/users/" + time)));
    }

    /** {@code ollama rm a b} and {@code ollama cp} in a loop: the same bytes twice, but for the body. */
    @Test
    void commandsOfOneSecondAreAllTakenThoughTheySignTheSame() throws IOException {
        registered("admin");
        long time = now();

        for (String model : List.of("first", "second")) {
            String delete = "{\"model\":\"" + model + "\"}";
            assertThat(signed("HEAD", "/", "", time).status()).isEqualTo(200);
            assertThat(signed("POST", "/api/copy", COPY.replace("other", model), time)
                            .status())
                    .isEqualTo(200);
            assertThat(deleted(delete, time).status()).isEqualTo(200);
        }
    }

    private RawAnswer deleted(String json, long time) throws IOException {
        String query = "/api/delete?ts=" + time;
        return gate.exchange(RawClient.request(
                        "DELETE",
                        "/ollama" + query,
                        ollama.signed("DELETE," + query),
                        "Content-Type: application/json",
                        "Content-Length: " + json.length())
                + json);
    }

    @Test
    void whatChangesNothingMayComeTwiceInASecond() throws IOException {
        registered("user");
        long time = now();
        for (int i = 0; i < 2; i++) {
            assertThat(signed("GET", "/api/tags", "", time).status()).isEqualTo(200);
            assertThat(signed("POST", "/api/chat", CHAT, time).status()).isEqualTo(200);
        }
    }

    @Test
    void malformedSignatureIsRefused() throws IOException {
        registered("user");
        String query = "/api/tags?ts=" + now();
        String signature = ollama.signature("GET," + query);
        String blob = ollama.blob();

        for (String value : List.of(
                blob + ":",
                blob + ":x",
                blob + ":" + signature.substring(1),
                blob + ":" + signature + "=",
                blob + ":" + signature.replace("=", ""),
                blob + ":" + signature.substring(0, 40) + "!" + signature.substring(41),
                blob + ":" + signature + ":" + signature,
                blob + ":" + signature.substring(4) + signature.substring(0, 4),
                blob + ":" + "A".repeat(86) + "==",
                blob.substring(4) + ":" + signature,
                blob + "====:" + signature,
                "x:" + signature,
                "ssh-ed25519:" + signature,
                OllamaIdentity.fresh().blob() + ":" + signature,
                "a:b")) {
            assertRefused(site.get("/ollama" + query, "Authorization: " + value));
        }
        assertThat(site.get("/ollama" + query, "Authorization: Bearer " + blob + ":" + signature)
                        .status())
                .isEqualTo(401);
        assertThat(site.get("/ollama" + query, "Authorization: " + blob + ":" + signature)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void signatureBesideAnotherCredentialIsRefused() throws IOException {
        Person user = registered("user");
        String query = "/api/tags?ts=" + now();

        assertThat(site.get("/ollama" + query, ollama.signed("GET," + query), "x-api-key: " + user.token())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void keyBelongsToOneAccount() throws IOException {
        Person owner = registered("user");

        assertThat(register(ollama.publicKey(), someone("user")).status()).isEqualTo(409);
        assertThat(register(ollama.publicKey(), owner).status()).isEqualTo(409);
        assertThat(Gate.json(site.get(KEYS, owner.bearer())).size()).isEqualTo(1);
    }

    @Test
    void keyIsListedByItsFingerprint() throws IOException {
        Person user = someone("user");
        register(ollama.publicKey().replace("\n", " ada@laptop\r\n"), user);

        RawAnswer list = site.get(KEYS, user.bearer());

        assertThat(Gate.json(list).get(0).path("name").asString()).isEqualTo("ada@laptop");
        assertThat(Gate.json(list).get(0).path("fingerprint").asString()).matches("SHA256:[A-Za-z0-9+/]{43}");
    }

    @Test
    void whatIsNoPublicKeyIsRefused() throws IOException {
        Person user = someone("user");
        String blob = ollama.blob();
        String weak = OllamaIdentity.blob(new byte[32]);
        String alsoWeak = OllamaIdentity.blob(
                HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"));

        for (String text : List.of(
                "",
                blob,
                "ssh-rsa " + blob,
                "ssh-ed25519  " + blob,
                "ssh-ed25519 " + blob.substring(4),
                "ssh-ed25519 " + blob + blob,
                "ssh-ed25519 " + blob + "\nssh-ed25519 " + blob,
                "ssh-ed25519 " + "A".repeat(68),
                "ssh-ed25519 " + blob + " a\u0000b",
                "from=\"*\" ssh-ed25519 " + blob,
                "ssh-ed25519 " + weak,
                "ssh-ed25519 " + alsoWeak,
                "-----BEGIN OPENSSH PRIVATE KEY-----\n")) {
            RawAnswer answer = register(text, user);
            assertThat(answer.status()).as(text).isEqualTo(400);
        }
        assertThat(site.get(KEYS, user.bearer()).text()).isEqualTo("[]");
    }
}
