package org.corral.proxy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's answer on its way to the caller. The I/O thread writes straight into the server's stream; only what a slow
 * caller does not take waits in memory, and Ollama is read no further than the window allows.
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
    }

    private final ServletOutputStream out;
    private final Owner owner;

    // All below are guarded by this.
    private final Queue<ByteBuffer> queue = new ArrayDeque<>();
    private boolean started;
    private boolean blocked; // until the server calls onWritePossible
    private boolean unflushed;
    private boolean complete; // nothing more will come
    private boolean closed; // nothing may be written any more
    private int owed; // bytes written since Ollama was last allowed more
    private @Nullable CapacityChannel window;
    private Framing.@Nullable Position position; // within an answer to which a line can be added
    private @Nullable ByteBuffer lastLine; // to be added as soon as nothing is open

    Download(ServletOutputStream out, Owner owner) {
        this.out = out;
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

    /** Takes a piece of the answer; the I/O thread calls {@link #drain()} when there is no more for the moment. */
    synchronized void accept(ByteBuffer piece) throws IOException {
        if (closed || complete) {
            piece.position(piece.limit());
            return;
        }
        ByteBuffer wanted = piece;
        if (position != null) {
            wanted = lastLine == null ? piece : piece.slice(piece.position(), position.rest(piece));
            position.pass(wanted);
        }
        pass(wanted);
        piece.position(piece.limit());
        addLastLine();
    }

    private void pass(ByteBuffer piece) throws IOException {
        if (queue.isEmpty() && isReady()) {
            write(piece);
        } else {
            ByteBuffer copy = ByteBuffer.allocate(piece.remaining());
            queue.add(copy.put(piece).flip());
        }
    }

    private void addLastLine() {
        if (lastLine != null && position != null && position.isBetween()) {
            queue.add(lastLine);
            unflushed = true;
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

    /** Ollama has sent as much as it may: says when more is allowed. */
    synchronized void window(CapacityChannel channel) throws IOException {
        window = channel;
        allowMore();
    }

    /** Whether the caller is behind with what he should take. */
    synchronized boolean isBlocked() {
        return blocked && !queue.isEmpty();
    }

    /** Something that is written in place of the answer, of which nothing is out yet. */
    interface Words {
        void write() throws IOException;
    }

    /** @throws IOException if the server has no room even for that: the caller is gone */
    synchronized void lastWord(Words words) throws IOException {
        if (closed || !isReady()) {
            throw new IOException("the caller is gone");
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
                allowMore();
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
            write(queue.remove());
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
        int length = piece.remaining();
        out.write(piece.array(), piece.arrayOffset() + piece.position(), length);
        piece.position(piece.limit());
        owed += length;
        unflushed = true;
    }

    private void allowMore() throws IOException {
        if (window != null && owed > 0) {
            window.update(owed);
            owed = 0;
        }
    }

    private boolean isReady() {
        blocked = blocked || !out.isReady();
        return !blocked;
    }
}
