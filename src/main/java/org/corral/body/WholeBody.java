package org.corral.body;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.upstream.RequestBody;

/**
 * A body in memory, piece by piece. It is filled by one thread, then read any number of times, then sent once; each piece is
 * given back when it has been sent. Thread-safe, but for the filling.
 */
public final class WholeBody implements RequestBody {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int PIECE = 64 << 10;
    private static final int FIRST_PIECE = 8 << 10;
    /** The memory that a piece of the form takes besides its bytes. */
    private static final int OBJECTS = 100;

    private final MemoryBudget memory;
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>(); // guarded by this; the last one may have room
    private long length;
    private long held;
    private boolean inOnePiece; // which is given back as a whole
    private boolean closed;
    private ByteBuffer current = NOTHING; // what is sent now
    private Optional<String> mediaType = Optional.empty(); // if it is another one than the caller has said

    public WholeBody(MemoryBudget memory) {
        this.memory = memory;
    }

    /**
     * Where the next bytes go: a piece in whose room they are to be put.
     *
     * @param expected how many there will be at the most, as far as that is known
     * @return a piece without room if there is no memory left, or it has been given back
     */
    synchronized ByteBuffer room(long expected) {
        if (closed) {
            return NOTHING;
        }
        ByteBuffer last = pieces.peekLast();
        if (last != null && last.hasRemaining()) {
            return last;
        }
        int size = (int) Math.max(1, Math.min(expected, pieces.isEmpty() && expected > PIECE ? FIRST_PIECE : PIECE));
        if (!memory.take(size)) {
            return NOTHING;
        }
        held += size;
        ByteBuffer piece = ByteBuffer.allocate(size);
        pieces.add(piece);
        return piece;
    }

    /** So many bytes were put into the room. */
    synchronized void added(int bytes) {
        length += bytes;
    }

    /** Nothing more will be added. */
    synchronized void complete() {
        pieces.forEach(ByteBuffer::flip);
    }

    @Override
    public synchronized Optional<String> mediaType() {
        return mediaType;
    }

    @Override
    public synchronized long length() {
        return length;
    }

    /** All of it, from the beginning; before the sending. */
    synchronized InputStream stream() {
        return new PieceStream(pieces.stream().map(ByteBuffer::duplicate).toList());
    }

    /**
     * All of it in one piece, which takes its place; for the moment it is in memory twice.
     *
     * @throws RefusedException if there is no memory left for that, or it has been given back
     */
    synchronized byte[] join() throws RefusedException {
        if (closed || !memory.take(length)) {
            throw new RefusedException(MemoryBudget.NONE_LEFT);
        }
        ByteBuffer all = ByteBuffer.allocate((int) length);
        pieces.forEach(piece -> all.put(piece.duplicate()));
        pieces.clear();
        pieces.add(all.flip());
        memory.giveBack(held);
        held = length;
        inOnePiece = true;
        return all.array();
    }

    /** Counts the objects that are made of the body while it is handled. */
    public WorkingMemory workingMemory() {
        return new WorkingMemory(memory);
    }

    /** A copy of all of it, from the beginning; before the sending. */
    public synchronized byte[] bytes() {
        ByteBuffer all = ByteBuffer.allocate((int) length);
        pieces.forEach(piece -> all.put(piece.duplicate()));
        return all.array();
    }

    /**
     * Puts others, or parts of it, in the place of the one piece.
     *
     * @param type what {@code Content-Type} must say of it from now on
     * @throws RefusedException if there is no memory left for what was added
     */
    synchronized void replace(List<ByteBuffer> others, String type) throws RefusedException {
        long size = others.stream().mapToLong(ByteBuffer::remaining).sum();
        long added = Math.max(0, size - held) + (long) others.size() * OBJECTS;
        if (closed || !memory.take(added)) {
            throw new RefusedException(MemoryBudget.NONE_LEFT);
        }
        held += added;
        pieces.clear();
        pieces.addAll(others);
        length = size;
        mediaType = Optional.of(type);
    }

    /** Puts something else in place of a part; before the sending. Of several edits the last in the body comes first. */
    synchronized void edit(Edit edit) {
        byte[] with = edit.with().getBytes(StandardCharsets.UTF_8);
        List<ByteBuffer> before = List.copyOf(pieces);
        pieces.clear();
        boolean put = false;
        long start = 0;
        for (ByteBuffer piece : before) {
            long end = start + piece.remaining();
            keep(piece, start, Math.min(end, edit.start()), start);
            if (!put && edit.start() < end) {
                pieces.add(ByteBuffer.wrap(with));
                put = true;
            }
            keep(piece, Math.max(start, edit.end()), end, start);
            start = end;
        }
        length += with.length - (edit.end() - edit.start());
    }

    private void keep(ByteBuffer piece, long from, long to, long start) {
        if (from < to) {
            pieces.add(piece.slice((int) (piece.position() + from - start), (int) (to - from)));
        }
    }

    /** To be sent once more, or before this one is sent; good until this one is closed. */
    public synchronized RequestBody repeated() {
        WholeBody other = new WholeBody(memory);
        pieces.forEach(piece -> other.pieces.add(piece.duplicate()));
        other.length = length;
        other.mediaType = mediaType;
        return other;
    }

    @Override
    public synchronized ByteBuffer next() {
        // Empty fields and files are pieces, too; an empty one that is handed out means that there is more to come.
        while (!current.hasRemaining() && !pieces.isEmpty()) {
            free(current);
            current = pieces.remove();
        }
        if (!current.hasRemaining()) {
            free(current);
            current = NOTHING;
        }
        return current;
    }

    private void free(ByteBuffer piece) {
        if (inOnePiece) {
            return;
        }
        long bytes = Math.min(piece.capacity(), held);
        held -= bytes;
        memory.giveBack(bytes);
    }

    @Override
    public synchronized boolean isComplete() {
        return pieces.isEmpty();
    }

    @Override
    public boolean refill() {
        return false;
    }

    /** Gives its memory back. A piece that another thread sends at this moment stays whole. */
    public synchronized void close() {
        closed = true;
        pieces.clear();
        memory.giveBack(held);
        held = 0;
    }
}
