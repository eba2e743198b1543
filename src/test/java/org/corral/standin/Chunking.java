package org.corral.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** Where the chunk boundaries of a streamed answer fall. Readers of a stream must not care. */
public enum Chunking {
    /** As Ollama: one line, one chunk, one write. */
    PER_LINE,
    /** Each line in three chunks, a moment apart. */
    SPLIT,
    /** Three lines in one chunk. */
    MERGED,
    /** Each chunk has the end of one line and the beginning of the next. */
    STRADDLING,
    /** Each byte is a chunk. */
    BYTE_BY_BYTE;

    /** Writes lines to the wire in this way. */
    static final class Writer {
        private static final byte[] CRLF = {'\r', '\n'};

        private final Wire wire;
        private final Chunking chunking;
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
        private int lines;

        Writer(Wire wire, Chunking chunking) {
            this.wire = wire;
            this.chunking = chunking;
        }

        /** The bytes of {@code head} go out in the same write. */
        void line(byte[] head, byte[] line) throws IOException {
            switch (chunking) {
                case PER_LINE -> wire.write(join(head, chunk(line, 0, line.length)));
                case SPLIT -> pieces(head, line, Math.max(1, (line.length + 2) / 3), Duration.ofMillis(2));
                case BYTE_BY_BYTE -> pieces(head, line, 1, Duration.ZERO);
                case MERGED -> hold(head, line, ++lines % 3 == 0 ? 0 : Integer.MAX_VALUE);
                case STRADDLING -> hold(head, line, 7);
            }
        }

        void flush() throws IOException {
            hold(new byte[0], new byte[0], 0);
        }

        void end() throws IOException {
            flush();
            wire.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        private void pieces(byte[] head, byte[] line, int size, Duration between) throws IOException {
            for (int at = 0; at < line.length; at += size) {
                byte[] piece = chunk(line, at, Math.min(size, line.length - at));
                wire.write(at == 0 ? join(head, piece) : piece);
                wire.pause(between);
            }
        }

        private void hold(byte[] head, byte[] line, int keep) throws IOException {
            wire.write(head);
            pending.writeBytes(line);
            int ready = pending.size() - keep;
            if (ready > 0) {
                byte[] all = pending.toByteArray();
                pending.reset();
                pending.write(all, ready, keep);
                wire.write(chunk(all, 0, ready));
            }
        }

        private static byte[] chunk(byte[] bytes, int offset, int length) {
            byte[] size = String.format(Locale.ROOT, "%x\r\n", length).getBytes(StandardCharsets.US_ASCII);
            byte[] chunk = new byte[size.length + length + CRLF.length];
            System.arraycopy(size, 0, chunk, 0, size.length);
            System.arraycopy(bytes, offset, chunk, size.length, length);
            System.arraycopy(CRLF, 0, chunk, size.length + length, CRLF.length);
            return chunk;
        }

        private static byte[] join(byte[] first, byte[] second) {
            byte[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }
    }
}
