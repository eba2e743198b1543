package org.corral.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Takes answers apart as they come, without keeping their bytes: a head, then a body by its length or in chunks. */
final class AnswerParser {
    /** Whoever wants to know. */
    interface Taker {
        /** @param last whether the server will close the connection after this answer */
        void head(int status, boolean last);

        /** Some of the body; whatever is left in the buffer is passed over. */
        void body(ByteBuffer piece);

        void end();
    }

    private enum State {
        HEAD,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        AFTER_CHUNK,
        LAST
    }

    private final Taker taker;
    private final StringBuilder text = new StringBuilder(); // a head, or the line of a chunk's size
    private State state = State.HEAD;
    private long left;

    AnswerParser(Taker taker) {
        this.taker = taker;
    }

    void read(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (state == State.LENGTH || state == State.CHUNK) {
                body(in);
            } else {
                octet((char) (in.get() & 0xff));
            }
        }
    }

    private void octet(char c) {
        text.append(c);
        if (c != '\n') {
            return;
        }
        switch (state) {
            case HEAD -> endOfHeadLine();
            case CHUNK_SIZE -> {
                left = Long.parseLong(text.toString().split(";", 2)[0].strip(), 16);
                go(left == 0 ? State.LAST : State.CHUNK);
            }
            case AFTER_CHUNK -> go(State.CHUNK_SIZE);
            default -> {
                boolean last = text.toString().isBlank();
                text.setLength(0);
                if (last) {
                    end();
                }
            }
        }
    }

    private void endOfHeadLine() {
        if (text.length() < 4 || text.indexOf("\r\n\r\n", text.length() - 4) < 0) {
            return;
        }
        String head = text.toString().toLowerCase(Locale.ROOT);
        taker.head(Integer.parseInt(head.substring(9, 12)), head.contains("\r\nconnection: close\r\n"));
        int length = head.indexOf("\r\ncontent-length:");
        if (head.contains("\r\ntransfer-encoding: chunked")) {
            go(State.CHUNK_SIZE);
        } else if (length >= 0) {
            String value = head.substring(length + 17, head.indexOf('\r', length + 2));
            left = Long.parseLong(value.strip());
            go(State.LENGTH);
            if (left == 0) {
                end();
            }
        } else {
            throw new IllegalStateException("an answer without an end: " + head);
        }
    }

    private void body(ByteBuffer in) {
        int limit = in.limit();
        int end = (int) Math.min(limit, in.position() + left);
        left -= end - in.position();
        in.limit(end);
        taker.body(in);
        in.limit(limit).position(end);
        if (left == 0 && state == State.LENGTH) {
            end();
        } else if (left == 0) {
            go(State.AFTER_CHUNK);
        }
    }

    private void end() {
        go(State.HEAD);
        taker.end();
    }

    private void go(State next) {
        state = next;
        text.setLength(0);
    }

    /** A request of the same kind in all of its bytes. */
    static ByteBuffer bytes(String request) {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
