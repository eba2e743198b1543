package org.corral.standin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The answer of one exchange: one whole message, or a chunked stream of lines. */
public final class Answer {
    /** Runs when so many content tokens are out and before the next line; may wait, or end the exchange. */
    @FunctionalInterface
    interface TokenHook {
        void at(int tokensWritten) throws IOException;
    }

    private static final byte[] NOTHING = {};

    private final Wire wire;
    private final Recorded recorded;
    private final List<Header> extra = new ArrayList<>();
    private final List<TokenHook> hooks = new ArrayList<>();
    private boolean keepAlive;
    private boolean hangUp;
    private Chunking chunking = Chunking.PER_LINE;
    private Chunking.Writer chunks;
    private Optional<Death> deathInBody = Optional.empty();
    private byte[] head = NOTHING;

    Answer(Wire wire, Recorded recorded, boolean keepAlive) {
        this.wire = wire;
        this.recorded = recorded;
        this.keepAlive = keepAlive;
        this.chunks = new Chunking.Writer(wire, chunking);
    }

    /** A header line on top of the usual ones; may be repeated. */
    public void add(String name, String value) {
        extra.add(new Header(name, value));
    }

    void chunking(Chunking boundaries) {
        chunking = boundaries;
    }

    void beforeToken(TokenHook hook) {
        hooks.add(hook);
    }

    void dieInBody(Death how) {
        deathInBody = Optional.of(how);
    }

    /** Says {@code Connection: close}, and does it. */
    public void lastOne() {
        keepAlive = false;
    }

    /** Closes the connection after this answer without having said so. */
    void hangUp() {
        hangUp = true;
    }

    boolean staysOpen() {
        return keepAlive && !hangUp;
    }

    public void json(int status, String json) throws IOException {
        whole(status, "application/json; charset=utf-8", json);
    }

    public void whole(int status, String contentType, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] sent = recorded.method().equals("HEAD") ? NOTHING : body;
        byte[] start = headOf(status, contentType, "Content-Length: " + body.length);
        if (deathInBody.isPresent()) {
            wire.write(start);
            wire.write(sent, 0, sent.length / 2);
            recorded.written(0, sent.length / 2);
            wire.die(deathInBody.get());
            throw new ScriptedEnd();
        }
        byte[] all = Arrays.copyOf(start, start.length + sent.length);
        System.arraycopy(sent, 0, all, start.length, sent.length);
        wire.write(all);
        recorded.written(0, sent.length);
    }

    /** Starts a stream. As with Ollama nothing is sent, not even the status line, before the first line. */
    public void open(String contentType) {
        head = headOf(200, contentType, "Transfer-Encoding: chunked");
        chunks = new Chunking.Writer(wire, chunking);
    }

    /** One content token. */
    public void token(String line) throws IOException {
        token(line.getBytes(StandardCharsets.UTF_8));
    }

    void token(byte[] line) throws IOException {
        write(line);
        recorded.written(1, line.length);
    }

    /** Opening and closing lines, progress, errors. */
    public void line(String text) throws IOException {
        byte[] line = text.getBytes(StandardCharsets.UTF_8);
        write(line);
        recorded.written(0, line.length);
    }

    /** Lets the hooks act on the number of tokens written so far; before the first one not even the head is out. */
    void reach(int tokensWritten) throws IOException {
        if (tokensWritten > 0 && !hooks.isEmpty()) {
            chunks.flush();
        }
        for (TokenHook hook : hooks) {
            hook.at(tokensWritten);
        }
    }

    void flushHead() throws IOException {
        wire.write(head);
        head = NOTHING;
    }

    public void end() throws IOException {
        flushHead();
        chunks.end();
    }

    /** For what is not HTTP: as Go's server answers it. */
    static void refuse(Wire wire) throws IOException {
        wire.write(
                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request"
                        .getBytes(StandardCharsets.US_ASCII));
        wire.lingeringClose();
    }

    private void write(byte[] line) throws IOException {
        byte[] start = head;
        head = NOTHING;
        chunks.line(start, line);
    }

    private byte[] headOf(int status, String contentType, String framing) {
        StringBuilder text = new StringBuilder(256);
        text.append("HTTP/1.1 ").append(status).append(' ').append(Reason.of(status));
        for (Header header : extra) {
            text.append("\r\n").append(header.name()).append(": ").append(header.value());
        }
        if (!contentType.isEmpty()) {
            text.append("\r\nContent-Type: ").append(contentType);
        }
        if (!keepAlive) {
            text.append("\r\nConnection: close");
        }
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        text.append("\r\nDate: ").append(date.replace(" UTC", " GMT"));
        return text.append("\r\n").append(framing).append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
