package org.corral.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/** A caller who asks one thing after the other over one connection, which the server must keep unless it is known to close it. */
public final class Conversation implements AutoCloseable {
    private final Gate gate;
    private RawClient client;

    public Conversation(Gate gate) throws IOException {
        this.gate = gate;
        this.client = gate.connect();
    }

    /** The answer to this request, all of it. */
    public RawAnswer ask(String request) throws IOException {
        RawAnswer answer = client.send(request).readAll(Gate.SOON);
        if (gate.closesAfter(answer.status())) {
            assertThat(answer.header("Connection"))
                    .hasValueSatisfying(said -> assertThat(said).isEqualToIgnoringCase("close"));
            assertThat(client.closedByServer(Gate.SOON)).isTrue();
            client.close();
            client = gate.connect();
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
