package org.corral.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import tools.jackson.databind.JsonNode;

/**
 * The clients, each in a process of its own, a Corral that says after 200 ms that it lives, and the stand-in behind it. Their
 * account may use three models, of which one is not there.
 */
final class Clients implements AutoCloseable {
    private final Map<Client, ClientProcess> processes = new EnumMap<>(Client.class);
    private final StandInOllama ollama;
    private final TomcatProcess tomcat;
    private final Tap tap;
    private final String token;
    private final String key;

    private Clients(StandInOllama ollama, TomcatProcess tomcat, Tap tap) throws IOException {
        this.ollama = ollama;
        this.tomcat = tomcat;
        this.tap = tap;
        Site site = Site.of(tomcat);
        String admin = "Authorization: Bearer " + Site.token(site.signUp("Ada", "ada@corral.test", Secrets.fresh()));
        JsonNode user = Gate.json(site.post(
                "/api/v1/auths/add",
                Map.of("name", "Ben", "email", "ben@corral.test", "password", Site.PASSWORD, "role", "user"),
                admin));
        token = Site.token(site.signIn("ben@corral.test", Site.PASSWORD));
        allow(user.path("id").asString(), "{\"models\":[\"llama3.2\",\"nomic-embed-text\",\"nosuch\"]}", admin);
        key = Site.text(
                site.post(
                        "/api/v1/auths/api_keys",
                        Map.of("name", "scripts", "scope", "inference"),
                        "Authorization: Bearer " + token),
                "api_key");
    }

    static Clients start() throws IOException, InterruptedException {
        StandInOllama ollama = StandInOllama.start(0);
        TomcatProcess tomcat = TomcatProcess.setup()
                .ollama(ollama.port())
                .contextParam("corral.heartbeat", "200ms")
                .start();
        return new Clients(ollama, tomcat, Tap.to(tomcat.port()));
    }

    private void allow(String account, String json, String admin) throws IOException {
        RawAnswer answer = RawClient.exchange(
                tomcat.port(),
                RawClient.request(
                                "PUT",
                                "/api/v1/users/" + account + "/models",
                                admin,
                                "Content-Type: application/json",
                                "Content-Length: " + json.length())
                        + json,
                SOON);
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
    }

    /** What the tests before have ordered from the stand-in, and what was heard and recorded. */
    void forget() {
        ollama.reset();
        tap.forget();
    }

    StandInOllama ollama() {
        return ollama;
    }

    Tap tap() {
        return tap;
    }

    String token() {
        return token;
    }

    String key() {
        return key;
    }

    /** @param leaveAfter so many pieces, then the client breaks off; 0 never */
    ClientProcess ask(Client client, String call, String model, String credential, int leaveAfter) throws IOException {
        ClientProcess process = ready(client);
        process.ask(call, tap.url(), credential, model, leaveAfter);
        return process;
    }

    /** The one of the tests before, unless one of them has failed in mid-answer. */
    private ClientProcess ready(Client client) throws IOException {
        ClientProcess last = processes.get(client);
        if (last != null && last.ready()) {
            return last;
        }
        if (last != null) {
            last.close();
        }
        ClientProcess fresh = ClientProcess.start(client);
        processes.put(client, fresh);
        return fresh;
    }

    @Override
    public void close() throws IOException {
        processes.values().forEach(ClientProcess::close);
        tap.close();
        tomcat.close();
        ollama.close();
    }
}
