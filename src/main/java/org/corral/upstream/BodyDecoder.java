package org.corral.upstream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Finds out where the body of a response ends. Used for one response, on the thread of the loop. */
interface BodyDecoder {
    /**
     * Takes what belongs to the body.
     *
     * @param content is given each piece of it, which is good for the time of the call
     * @return whether the body is complete; what is left of {@code in} does not belong to it
     */
    boolean decode(ByteBuffer in, Consumer<ByteBuffer> content) throws MalformedResponseException;

    /** Whether the end of the connection is the end of the body. */
    default boolean endsWithConnection() {
        return false;
    }

    /**
     * Follows RFC 9112, 6.3, but for the rules that tell how to guess.
     *
     * @param method of the request
     */
    static BodyDecoder of(ResponseHead head, String method) throws MalformedResponseException {
        List<String> codings = head.elements("Transfer-Encoding").toList();
        List<String> lengths = head.fields().stream()
                .filter(field -> field.is("Content-Length"))
                .map(Field::value)
                .toList();
        boolean coded = head.has("Transfer-Encoding");
        if (coded) {
            if (!lengths.isEmpty() || head.minorVersion() == 0) {
                throw new MalformedResponseException("a body that is delimited in two ways");
            }
            if (codings.size() != 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw new MalformedResponseException("an unknown transfer coding");
            }
        }
        long length = lengths.isEmpty() ? -1 : length(lengths);
        if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return new LengthDecoder(0);
        }
        if (coded) {
            return new ChunkedDecoder();
        }
        return length < 0 ? new UntilCloseDecoder() : new LengthDecoder(length);
    }

    private static long length(List<String> values) throws MalformedResponseException {
        String value = values.get(0);
        if (values.size() > 1
                || value.isEmpty()
                || value.length() > 18
                || !value.chars().allMatch(FieldCharacters::isDigit)) {
            throw new MalformedResponseException("not one length");
        }
        return Long.parseLong(value);
    }

    /** Hands on the next bytes and puts the buffer behind them. */
    static void pass(ByteBuffer in, int length, Consumer<ByteBuffer> content) {
        int limit = in.limit();
        int end = in.position() + length;
        in.limit(end);
        content.accept(in);
        in.limit(limit).position(end);
    }
}
