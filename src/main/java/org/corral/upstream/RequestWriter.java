package org.corral.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes a request: its head, and its body as that comes. Used by one thread at a time. */
final class RequestWriter {
    /** Head and body go in one piece up to this size. */
    private static final int ONE_PIECE = 16 << 10;

    private static final byte[] RETURN = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final Optional<RequestBody> body;
    private final boolean chunked;
    private ByteBuffer current;
    private boolean lastChunk;
    private boolean complete;

    RequestWriter(byte[] head, Optional<RequestBody> body) {
        this.body = body;
        this.chunked = body.isPresent() && body.get().length() < 0;
        this.current = chunked || body.isEmpty() ? ByteBuffer.wrap(head) : together(head, body.get());
    }

    private static ByteBuffer together(byte[] head, RequestBody body) {
        ByteBuffer piece = body.next();
        if (!piece.hasRemaining() || head.length + piece.remaining() > ONE_PIECE) {
            return ByteBuffer.wrap(head);
        }
        return ByteBuffer.allocate(head.length + piece.remaining())
                .put(head)
                .put(piece)
                .flip();
    }

    /**
     * Sends what there is, as far as the connection takes it.
     *
     * @return whether nothing waits for the connection; more of the body may be to come
     */
    boolean send(Transport to) throws IOException {
        while (to.write(current)) {
            if (!advance()) {
                return true;
            }
        }
        return false;
    }

    private boolean advance() {
        if (body.isEmpty() || lastChunk) {
            complete = true;
            return false;
        }
        ByteBuffer piece = body.get().next();
        if (piece.hasRemaining()) {
            current = chunked ? chunk(piece) : piece;
            return true;
        }
        if (!body.get().isComplete()) {
            return false;
        }
        complete = !chunked;
        lastChunk = chunked;
        current = chunked ? ByteBuffer.wrap(LAST_CHUNK) : piece;
        return chunked;
    }

    private static ByteBuffer chunk(ByteBuffer piece) {
        byte[] size = (Integer.toHexString(piece.remaining()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(size.length + piece.remaining() + RETURN.length)
                .put(size)
                .put(piece)
                .put(RETURN)
                .flip();
    }

    /** Whether all that there was has been sent, and there may be more. */
    boolean wantsMore() {
        return !complete && !lastChunk && !current.hasRemaining() && body.isPresent();
    }

    /** Has the body say whether there is more by now. */
    boolean refill() {
        return body.filter(RequestBody::refill).isPresent();
    }

    /** Whether everything has been sent. */
    boolean isComplete() {
        return complete;
    }
}
