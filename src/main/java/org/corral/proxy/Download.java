package org.corral.proxy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's answer on its way to the caller. The I/O thread writes straight into the server's stream, and
 * leaves its buffer there if the server does not take all at once; what a slow caller does not take after that waits in memory,
 * and Ollama is read no further than the window allows.
 */
final class Download implements WriteListener {

    /** What the owner of the exchange must know. */
    interface Owner {
        /** The server is ready: the exchange may start. On a server's thread, once. */
        void started();

        /** Everything has been handed to the server, and the answer is complete. */
        void delivered();

        /** The caller can't be written to any more. */
        void callerGone(Throwable failure);

        /** As much waits as may: Ollama is not to be read until {@link #goOn}. Within {@link Download#accept}. */
        void hold();

        /** There is room again. On any thread. */
        void goOn();
    }

    private final ServletOutputStream out;
    private final int window;
    private final Owner owner;

    // All below are guarded by this.
    private final Queue<ByteBuffer> queue = new ArrayDeque<>();
    private int queued; // bytes in it
    private boolean held; // until there is room
    private boolean started;
    private boolean blocked; // until the server calls onWritePossible
    private boolean unflushed;
    private boolean lent; // the array of a piece, which the server may read until it is ready again
    private boolean complete; // nothing more will come
    private boolean closed; // nothing may be written any more
    private Framing.@Nullable Position position; // within an answer to which a line can be added
    private @Nullable ByteBuffer lastLine; // to be added as soon as nothing is open

    /** @param window the most bytes that wait, but for one reading more */
    Download(ServletOutputStream out, int window, Owner owner) {
        this.out = out;
        this.window = window;
        this.owner = owner;
    }

    @Override
    public void onWritePossible() {
        boolean first;
        synchronized (this) {
            first = !started;
            started = true;
            blocked = false;
        }
        if (first) {
            owner.started();
        } else {
            drain();
        }
    }

    @Override
    public void onError(Throwable failure) {
        owner.callerGone(failure);
    }

    /**
     * Has the head set, which must go out even if the body is long in coming; not if nothing may be written any more.
     *
     * @param framing of the body; empty if nothing can be added to it
     */
    synchronized boolean head(Optional<Framing> framing, Runnable set) {
        if (closed) {
            return false;
        }
        set.run();
        position = framing.map(Framing::start).orElse(null);
        unflushed = true;
        return true;
    }

    /** Takes a piece of the answer; the I/O thread calls {@link #drain()} when there is no more for the moment. */
    synchronized void accept(ByteBuffer piece) throws IOException {
        if (closed || complete) {
            return;
        }
        if (position == null) {
            pass(piece);
        } else {
            ByteBuffer wanted = lastLine == null ? piece : piece.slice(piece.position(), position.rest(piece));
            position.pass(wanted);
            pass(wanted);
            addLastLine();
        }
        if (queued > window) {
            held = true;
            owner.hold();
        }
    }

    private void pass(ByteBuffer piece) throws IOException {
        if (queue.isEmpty() && isReady()) {
            lent = true;
            write(piece);
        } else {
            add(ByteBuffer.allocate(piece.remaining()).put(piece).flip());
        }
    }

    private void add(ByteBuffer piece) {
        queue.add(piece);
        queued += piece.remaining();
    }

    private void addLastLine() {
        if (lastLine != null && position != null && position.isBetween()) {
            add(lastLine);
            complete = true;
        }
    }

    /**
     * Ends the answer with a line of ours, after that which is on its way, if any.
     *
     * @return false if nothing can be added to it
     */
    synchronized boolean endWith(Function<Framing, byte[]> line) {
        if (position == null || complete || closed) {
            return false;
        }
        lastLine = ByteBuffer.wrap(line.apply(position.framing()));
        addLastLine();
        return true;
    }

    /**
     * Adds a line of ours while nothing is open and nobody waits for the caller; {@link #drain()} sends it.
     *
     * @return whether it was added
     */
    synchronized boolean insert(byte[] line) {
        if (position == null || !position.isBetween() || complete || closed || blocked || !queue.isEmpty()) {
            return false;
        }
        add(ByteBuffer.wrap(line));
        return true;
    }

    /** Of the answer that has begun; empty if there is none to which something can be added. */
    synchronized Optional<Framing> framing() {
        return Optional.ofNullable(position).map(Framing.Position::framing);
    }

    /**
     * Whether the server may still read a piece that was given since this was last asked. The servlet API has no server copy what is
     * written: Tomcat does, Jetty does not. After {@link #drain()} the answer is known, and costs nothing.
     */
    synchronized boolean keepsPieces() {
        boolean kept = lent && (closed || !isReady());
        lent = false;
        return kept;
    }

    /** No more pieces will come. */
    synchronized void complete() {
        complete = true;
    }

    /** Whether no more pieces are wanted. */
    synchronized boolean isComplete() {
        return complete;
    }

    /** Nothing is written from here on: the server may use the response for another request. */
    synchronized void close() {
        closed = true;
        queue.clear();
    }

    /** Whether the caller is behind with what he should take. */
    synchronized boolean isBlocked() {
        return started && blocked;
    }

    /** Something that is written in place of the answer, of which nothing is out yet. */
    interface Words {
        void write() throws IOException;
    }

    /**
     * @throws IOException if the server has no room even for that: the caller is gone
     * @throws IllegalStateException if a stream has begun in the meantime
     */
    synchronized void lastWord(Words words) throws IOException {
        if (closed || !isReady()) {
            throw new IOException("the caller is gone");
        }
        if (position != null) {
            throw new IllegalStateException("a stream has begun");
        }
        closed = true;
        words.write();
    }

    /** Writes and flushes what waits, as far as the caller takes it. */
    void drain() {
        boolean delivered;
        try {
            synchronized (this) {
                delivered = !closed && writeAll() && complete;
                closed |= delivered;
                if (held && queued <= window / 2) {
                    held = false;
                    owner.goOn();
                }
            }
        } catch (IOException e) {
            owner.callerGone(e);
            return;
        }
        if (delivered) {
            owner.delivered();
        }
    }

    private boolean writeAll() throws IOException {
        while (!queue.isEmpty()) {
            if (!isReady()) {
                return false;
            }
            ByteBuffer piece = queue.remove();
            queued -= piece.remaining();
            write(piece);
        }
        if (unflushed) {
            if (!isReady()) {
                return false;
            }
            unflushed = false;
            out.flush();
        }
        // Complete only when the server has passed everything on.
        return !complete || isReady();
    }

    private void write(ByteBuffer piece) throws IOException {
        out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
        unflushed = true;
    }

    private boolean isReady() {
        blocked = blocked || !out.isReady();
        lent &= blocked;
        return !blocked;
    }
}
