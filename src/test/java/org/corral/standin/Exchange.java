package org.corral.standin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One request and its answer, for routes and scripts to play with. Runs on the thread of its connection. */
public final class Exchange {
    private final Wire wire;
    private final Recorded request;
    private final RequestBody body;
    private final Answer answer;

    Exchange(Wire wire, RequestHead head, Recorded request) throws BadRequest {
        this.wire = wire;
        this.request = request;
        this.body = new RequestBody(wire, head, request);
        this.answer = new Answer(wire, request, head.keepAlive());
    }

    public Recorded request() {
        return request;
    }

    public Answer answer() {
        return answer;
    }

    /** Reads the rest of the request body; does nothing the second time. */
    public void readBody() throws IOException {
        body.readAll();
    }

    /** From now on the request body is read at this pace, through a small socket buffer. */
    public void bodyRate(long bytesPerSecond) throws IOException {
        body.rate(bytesPerSecond);
    }

    /** Waits; throws as soon as the peer has left. */
    public void pause(Duration time) throws IOException {
        wire.pause(time);
    }

    void pauseUntil(long nanoTime) throws IOException {
        wire.pauseUntil(nanoTime);
    }

    /** Says nothing until the peer leaves or the stand-in is closed. */
    public void silence() throws IOException {
        while (true) {
            wire.pause(Duration.ofHours(1));
        }
    }

    /** These bytes and nothing else. */
    public void write(byte[] raw) throws IOException {
        wire.write(raw);
        request.written(0, raw.length);
    }

    public void write(String raw) throws IOException {
        write(raw.getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes and then the end, for which {@link StandInOllama#reset} waits. Never returns. */
    public void lastWords(String raw, Death how) throws IOException {
        request.dies();
        write(raw);
        die(how);
    }

    /** Never returns. */
    public void die(Death how) throws IOException {
        wire.die(how);
        throw new ScriptedEnd();
    }

    /** True when the connection can take another request. */
    boolean finish() throws IOException {
        if (body.isRead()) {
            return answer.staysOpen();
        }
        if (answer.staysOpen()) {
            body.readAll();
            return true;
        }
        wire.lingeringClose();
        return false;
    }
}
