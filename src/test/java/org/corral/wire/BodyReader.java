package org.corral.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import org.corral.wire.RawClient.Lines;

/** Reads one body piece by piece (RFC 9112, section 6.3) and notes how it ends. */
final class BodyReader {
    private enum Framing {
        NONE,
        CHUNKED,
        LENGTH,
        CLOSE
    }

    private static final int MAX_PIECE = 64 * 1024;

    private final InputStream in;
    private final Framing framing;
    private long left;
    private boolean afterChunk; // its end of line has not been read
    private Optional<Ending> ending = Optional.empty();

    private BodyReader(InputStream in, Framing framing, long left) {
        this.in = in;
        this.framing = framing;
        this.left = left;
    }

    static BodyReader of(InputStream in, RawHead head, boolean bodiless) {
        if (bodiless) {
            return new BodyReader(in, Framing.NONE, 0);
        }
        if (head.chunked()) {
            return new BodyReader(in, Framing.CHUNKED, 0);
        }
        return head.header("Content-Length")
                .map(length -> new BodyReader(in, Framing.LENGTH, Long.parseLong(length)))
                .orElseGet(() -> new BodyReader(in, Framing.CLOSE, Long.MAX_VALUE));
    }

    Optional<Ending> ending() {
        return ending;
    }

    Optional<Piece> next() throws IOException {
        if (ending.isPresent()) {
            return Optional.empty();
        }
        try {
            return framing == Framing.CHUNKED ? chunk() : some();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException | NumberFormatException e) {
            // EOF or RST in the middle, or no chunk where one should be.
            return end(Ending.BROKEN);
        }
    }

    /** Jetty sends the end of the line after a chunk with the next one; what is in the chunk has come all the same. */
    private Optional<Piece> chunk() throws IOException {
        if (afterChunk && !Lines.read(in).isEmpty()) {
            return end(Ending.BROKEN);
        }
        afterChunk = false;
        int size = Integer.parseInt(Lines.read(in).split(";", 2)[0].strip(), 16);
        if (size == 0) {
            while (!Lines.read(in).isEmpty()) {
                // trailers
            }
            return end(Ending.CLEAN);
        }
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            return end(Ending.BROKEN);
        }
        afterChunk = true;
        return piece(bytes);
    }

    private Optional<Piece> some() throws IOException {
        if (left == 0) {
            return end(Ending.CLEAN);
        }
        byte[] bytes = new byte[(int) Math.min(left, MAX_PIECE)];
        int n = in.read(bytes);
        if (n < 0) {
            return end(framing == Framing.CLOSE ? Ending.AT_CLOSE : Ending.BROKEN);
        }
        left -= n;
        return piece(Arrays.copyOf(bytes, n));
    }

    private Optional<Piece> piece(byte[] bytes) {
        return Optional.of(new Piece(bytes, System.nanoTime()));
    }

    private Optional<Piece> end(Ending how) {
        ending = Optional.of(how);
        return Optional.empty();
    }
}
