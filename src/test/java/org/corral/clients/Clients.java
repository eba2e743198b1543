package org.corral.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/**
 * The clients, each in a process of its own, a Corral that says after 200 ms that it lives, and the stand-in behind it. Their
 * account may use three models, of which one is not there.
 */
final class Clients implements AutoCloseable {
    private final Map<Client, ClientProcess> processes = new EnumMap<>(Client.class);
    private final OwnGate gate;
    private final Tap tap;
    private final String key;

    private Clients(OwnGate gate, Tap tap) throws IOException {
        this.gate = gate;
        this.tap = tap;
        allow("{\"models\":[\"llama3.2\",\"nomic-embed-text\",\"nosuch\"]}");
        key = Site.text(
                gate.site()
                        .post(
                                "/api/v1/auths/api_keys",
                                Map.of("name", "scripts", "scope", "inference"),
                                gate.user().bearer()),
                "api_key");
    }

    static Clients start() throws IOException {
        OwnGate gate = OwnGate.start(with -> with.contextParam("corral.heartbeat", "200ms"));
        return new Clients(gate, Tap.to(gate.port()));
    }

    private void allow(String json) throws IOException {
        RawAnswer answer = gate.exchange(RawClient.request(
                        "PUT",
                        "/api/v1/users/" + gate.user().id() + "/models",
                        gate.admin().bearer(),
                        "Content-Type: application/json",
                        "Content-Length: " + json.length())
                + json);
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
    }

    /** What the tests before have ordered from the stand-in, and what was heard and recorded. */
    void forget() {
        gate.forget();
        tap.forget();
    }

    StandInOllama ollama() {
        return gate.ollama();
    }

    Tap tap() {
        return tap;
    }

    String token() {
        return gate.user().token();
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

    /** @param base what the client is told that the gate's address is, below the host */
    ClientProcess askAt(String base, Client client, String call, String model, String credential) throws IOException {
        ClientProcess process = ready(client);
        process.askAt(tap.url() + base, call, credential, model);
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
        gate.close();
    }
}
