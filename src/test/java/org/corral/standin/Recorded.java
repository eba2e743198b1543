package org.corral.standin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** One request as it came, and how its answer is getting on. Live: the values grow while the exchange runs. */
public final class Recorded {
    /** How an exchange ended. */
    public enum Outcome {
        RUNNING,
        /** The whole answer was written. */
        COMPLETE,
        /** The peer closed or reset the connection before the answer (or its own request body) was complete. */
        ABORTED,
        /** A script, or the end of the stand-in, cut it. */
        CUT
    }

    private static final int KEPT = 1 << 20;

    private final Journal journal;
    private final RequestHead head;
    private final long connection;
    private final long arrived = System.nanoTime();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final MessageDigest sha256 = sha256();
    private long bodyLength;
    private String digest = "";
    private boolean bodyComplete;
    private int tokens;
    private long bytesWritten;
    private long settledAt;
    private Outcome outcome = Outcome.RUNNING;

    Recorded(Journal journal, RequestHead head, long connection) {
        this.journal = journal;
        this.head = head;
        this.connection = connection;
    }

    public String method() {
        return head.method();
    }

    /** The request target, byte for byte as it stood in the request line. */
    public String target() {
        return head.target();
    }

    /** Path as Ollama's router sees it: decoded, without the query. */
    public String path() {
        return head.path();
    }

    /** All header lines in order, repeated ones too. */
    public List<Header> headers() {
        return head.headers();
    }

    public List<String> headers(String name) {
        return head.headers().stream()
                .filter(h -> h.is(name))
                .map(Header::value)
                .toList();
    }

    public Optional<String> header(String name) {
        return head.header(name);
    }

    /** The same number for requests that came over the same connection. */
    public long connection() {
        return connection;
    }

    /** {@link System#nanoTime} when the head was complete. */
    public long arrivedNanos() {
        return arrived;
    }

    /** The body's first megabyte. */
    public byte[] body() {
        return journal.read(body::toByteArray);
    }

    public String bodyText() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** The body as Ollama's lenient decoder reads it: see {@link LooseJson}. */
    public JsonNode json() {
        return LooseJson.parse(body());
    }

    public long bodyLength() {
        return journal.read(() -> bodyLength);
    }

    /** {@code sha256:…} in lower-case hex of the whole body; empty until it is complete. */
    public String bodyDigest() {
        return journal.read(() -> digest);
    }

    public boolean bodyComplete() {
        return journal.read(() -> bodyComplete);
    }

    /**
     * Content tokens of a stream that the socket has taken; neither opening nor closing lines ({@code done},
     * {@code [DONE]}) count. Counted after the write, so a client may have a token a moment before: wait with
     * {@link #awaitTokens}.
     */
    public int tokensWritten() {
        return journal.read(() -> tokens);
    }

    /** Body bytes of the answer that the socket has taken, without chunk framing. */
    public long bytesWritten() {
        return journal.read(() -> bytesWritten);
    }

    public Outcome outcome() {
        return journal.read(() -> outcome);
    }

    /** {@link System#nanoTime} when the exchange ended, in whatever way. */
    public long settledNanos() {
        return journal.read(() -> settledAt);
    }

    public Recorded awaitBody(Duration atMost) {
        return await("the whole body", atMost, () -> bodyComplete);
    }

    public Recorded awaitTokens(int count, Duration atMost) {
        return await(count + " tokens", atMost, () -> tokens >= count);
    }

    public Recorded awaitBytesReceived(long count, Duration atMost) {
        return await(count + " body bytes", atMost, () -> bodyLength >= count);
    }

    /** Waits until the peer has left before the answer was complete. */
    public Recorded awaitAborted(Duration atMost) {
        return await("the peer leaving", atMost, () -> outcome == Outcome.ABORTED);
    }

    /** Waits until the exchange is over, in whatever way. */
    public Recorded awaitSettled(Duration atMost) {
        return await("the end of the exchange", atMost, () -> outcome != Outcome.RUNNING);
    }

    private Recorded await(String what, Duration atMost, BooleanSupplier condition) {
        journal.await(() -> what + " of " + this, atMost, condition);
        return this;
    }

    void bodyBytes(byte[] bytes, int count) {
        sha256.update(bytes, 0, count);
        journal.update(() -> {
            bodyLength += count;
            body.write(bytes, 0, Math.min(count, KEPT - body.size()));
        });
    }

    void bodyEnded() {
        String hex = HexFormat.of().formatHex(sha256.digest());
        journal.update(() -> {
            digest = "sha256:" + hex;
            bodyComplete = true;
        });
    }

    void written(int newTokens, long bytes) {
        journal.update(() -> {
            tokens += newTokens;
            bytesWritten += bytes;
        });
    }

    void dies() {
        journal.dying(this);
    }

    void settle(Outcome how) {
        journal.update(() -> {
            outcome = how;
            settledAt = System.nanoTime();
        });
        journal.settled(this);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return method() + " " + target() + " (" + outcome() + ", body " + bodyLength() + (bodyComplete() ? "" : "+")
                + " bytes, " + tokensWritten() + " tokens written)";
    }
}
