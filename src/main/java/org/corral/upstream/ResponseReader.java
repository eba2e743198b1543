package org.corral.upstream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one response after the other from the bytes of a connection. On the thread of the loop alone. */
final class ResponseReader {
    private static final byte[] NOTHING = {};
    private static final int MOST_INTERIM = 16;

    private final Limits limits;
    private byte[] headBegun = NOTHING;
    private int interim;
    private @Nullable BodyDecoder body; // while it is in the body
    private boolean keeps;

    ResponseReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * Takes what has arrived.
     *
     * @param content is given the body
     * @return whether the response is complete; what is left of {@code in} does not belong to it
     */
    boolean read(ByteBuffer in, ResponseListener listener, Consumer<ByteBuffer> content)
            throws MalformedResponseException {
        if (body == null && !readHead(in, listener)) {
            return false;
        }
        return body != null && body.decode(in, content);
    }

    /** @return whether the body begins */
    private boolean readHead(ByteBuffer in, ResponseListener listener) throws MalformedResponseException {
        while (in.hasRemaining()) {
            byte[] bytes = in.array();
            int start = in.arrayOffset() + in.position();
            int limit = in.arrayOffset() + in.limit();
            if (headBegun.length > 0) {
                bytes = Arrays.copyOf(headBegun, headBegun.length + in.remaining());
                System.arraycopy(in.array(), start, bytes, headBegun.length, in.remaining());
                start = 0;
                limit = bytes.length;
            }
            int end = HeadParser.end(bytes, start, limit);
            if ((end < 0 ? limit : end) - start > limits.headBytes()) {
                throw new MalformedResponseException("a head that is too large");
            }
            if (end < 0) {
                headBegun = Arrays.copyOfRange(bytes, start, limit);
                in.position(in.limit());
                return false;
            }
            in.position(in.limit() - (limit - end));
            headBegun = NOTHING;
            if (begins(new HeadParser(bytes, start, end, limits.fields()).parse(), listener)) {
                return true;
            }
        }
        return false;
    }

    private boolean begins(ResponseHead head, ResponseListener listener) throws MalformedResponseException {
        if (head.isInterim()) {
            if (++interim > MOST_INTERIM) {
                throw new MalformedResponseException("too many interim answers");
            }
            return false;
        }
        if (head.status() == 101) {
            // RFC 9110, 15.2.2: no request has asked for another protocol.
            throw new MalformedResponseException("101 that was not asked for");
        }
        BodyDecoder decoder = BodyDecoder.of(head, listener.request().method());
        keeps = head.keepsConnection() && !decoder.endsWithConnection();
        listener.head(head);
        body = decoder;
        return true;
    }

    /** Whether the connection may carry another request, by what the head said. */
    boolean keepsConnection() {
        return keeps;
    }

    /** Whether something of a response has come. */
    boolean hasBegun() {
        return body != null || headBegun.length > 0 || interim > 0;
    }

    boolean isInBody() {
        return body != null;
    }

    /** Whether the response is complete if the connection ends here. */
    boolean isCompleteAtEnd() {
        return body != null && body.endsWithConnection();
    }

    void reset() {
        headBegun = NOTHING;
        interim = 0;
        body = null;
        keeps = false;
    }
}
