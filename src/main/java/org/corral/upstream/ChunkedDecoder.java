package org.corral.upstream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A body in chunks (RFC 9112, 7.1). Extensions and trailers are passed over, up to a limit. */
final class ChunkedDecoder implements BodyDecoder {
    private enum State {
        SIZE,
        SIZE_BLANK,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_RETURN,
        DATA_END,
        TRAILER_START,
        TRAILER,
        LAST_END,
        COMPLETE
    }

    /** The most bytes of all extensions and trailers of one body. */
    private static final int MOST_PASSED_OVER = 64 << 10;

    private static final int MOST_DIGITS = 15;

    private State state = State.SIZE;
    private long size;
    private int digits;
    private int passedOver;

    @Override
    public boolean decode(ByteBuffer in, Consumer<ByteBuffer> content) throws MalformedResponseException {
        while (in.hasRemaining() && state != State.COMPLETE) {
            if (state == State.DATA) {
                int now = (int) Math.min(size, in.remaining());
                BodyDecoder.pass(in, now, content);
                size -= now;
                state = size == 0 ? State.DATA_RETURN : State.DATA;
            } else {
                state = next(in.get());
            }
        }
        return state == State.COMPLETE;
    }

    private State next(byte b) throws MalformedResponseException {
        return switch (state) {
            case SIZE -> inSize(b);
            case SIZE_BLANK -> {
                passOver();
                yield afterDigits(b);
            }
            case EXTENSION -> {
                passOver();
                require(b == '\r' || FieldCharacters.isFieldContent(b & 0xff));
                yield b == '\r' ? State.SIZE_END : State.EXTENSION;
            }
            case SIZE_END -> {
                require(b == '\n');
                yield afterSize();
            }
            case DATA_RETURN -> {
                require(b == '\r');
                yield State.DATA_END;
            }
            case DATA_END -> {
                require(b == '\n');
                yield State.SIZE;
            }
            case TRAILER_START -> {
                passOver();
                require(b != '\n');
                yield b == '\r' ? State.LAST_END : State.TRAILER;
            }
            case TRAILER -> {
                passOver();
                yield b == '\n' ? State.TRAILER_START : State.TRAILER;
            }
            case LAST_END -> {
                require(b == '\n');
                yield State.COMPLETE;
            }
            case DATA, COMPLETE -> throw new IllegalStateException();
        };
    }

    private State inSize(byte b) throws MalformedResponseException {
        int digit = FieldCharacters.hexDigit(b);
        if (digit >= 0) {
            require(++digits <= MOST_DIGITS);
            size = size << 4 | digit;
            return State.SIZE;
        }
        require(digits > 0);
        return afterDigits(b);
    }

    private static State afterDigits(byte b) throws MalformedResponseException {
        if (b == '\r') {
            return State.SIZE_END;
        }
        require(b == ';' || FieldCharacters.isBlank(b));
        return b == ';' ? State.EXTENSION : State.SIZE_BLANK;
    }

    private State afterSize() {
        digits = 0;
        return size == 0 ? State.TRAILER_START : State.DATA;
    }

    private void passOver() throws MalformedResponseException {
        require(++passedOver <= MOST_PASSED_OVER);
    }

    private static void require(boolean right) throws MalformedResponseException {
        if (!right) {
            throw new MalformedResponseException("not a body in chunks");
        }
    }
}
