package org.corral.body;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** Reads one piece after the other. */
final class PieceStream extends InputStream {
    private final Deque<ByteBuffer> pieces;

    PieceStream(Collection<ByteBuffer> pieces) {
        this.pieces = new ArrayDeque<>(pieces);
    }

    @Override
    public int read() {
        ByteBuffer piece = current();
        return piece.hasRemaining() ? piece.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        ByteBuffer piece = current();
        if (!piece.hasRemaining()) {
            return length == 0 ? 0 : -1;
        }
        int read = Math.min(length, piece.remaining());
        piece.get(into, offset, read);
        return read;
    }

    /** Empty only at the end. */
    private ByteBuffer current() {
        while (pieces.size() > 1 && !pieces.getFirst().hasRemaining()) {
            pieces.removeFirst();
        }
        return pieces.isEmpty() ? ByteBuffer.allocate(0) : pieces.getFirst();
    }
}
