package org.corral.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Nothing is read into an array that somebody is still to read. */
class ReadBufferTest {
    private final ReadBuffer buffer = new ReadBuffer();

    private static final class Keeping extends Heard {
        private boolean keeps;

        Keeping(boolean keeps) {
            super(Heard.get("/").request());
            this.keeps = keeps;
        }

        @Override
        public boolean keepsPieces() {
            boolean kept = keeps;
            keeps = false;
            return kept;
        }
    }

    private ByteBuffer read(ResponseListener to) {
        ByteBuffer in = buffer.next();
        in.put((byte) 1).flip();
        buffer.hand(in.slice(), to);
        return in;
    }

    @Test
    void whatNobodyKeepsIsReadIntoAgain() {
        ByteBuffer first = read(new Keeping(false));
        buffer.settle();
        assertThat(read(new Keeping(false))).isSameAs(first);
    }

    @Test
    void whatSomebodyKeepsIsLeftToThem() {
        ByteBuffer first = read(new Keeping(true));
        buffer.settle();
        ByteBuffer second = read(new Keeping(false));
        assertThat(second).isNotSameAs(first);
        assertThat(read(new Keeping(false))).isSameAs(second);
    }

    /** With TLS there are several readings before what was read is sent on. */
    @Test
    void itIsAskedForBeforeTheNextReadingToo() {
        Keeping keeping = new Keeping(true);
        ByteBuffer first = read(keeping);
        assertThat(read(keeping)).isNotSameAs(first);
    }

    @Test
    void whoFailsMayHaveKeptIt() {
        ResponseListener failing = new Heard(Heard.get("/").request()) {
            @Override
            public boolean keepsPieces() {
                throw new IllegalStateException("nobody knows");
            }
        };
        ByteBuffer first = read(failing);
        assertThatThrownBy(buffer::settle).isInstanceOf(IllegalStateException.class);
        buffer.leave();
        assertThat(read(new Keeping(false))).isNotSameAs(first);
    }
}
