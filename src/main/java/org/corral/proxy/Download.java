package org.corral.proxy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The bytes of an answer on their way to the caller. The I/O thread writes straight into the server's stream, and leaves its buffer
 * there if the server does not take all at once; what a slow caller does not take after that waits in memory, and the source is
 * read no further than the window allows.
 *
 * <p>Its monitor guards all that can change here and in the {@link Answer} that it belongs to. While it is held, no other lock is
 * taken but those of the server within calls to its stream, and nobody is called but the {@link Source}.
 */
final class Download implements WriteListener {

    /** Hears how the download goes. Called with no lock held. */
    interface Owner {
        /** The server is ready to be written to. On a server's thread, once. */
        void started();

        /** The answer is complete, and all of it has been handed to the server. */
        void delivered();

        /** The caller can't be written to any more. */
        void callerGone(Throwable failure);
    }

    /** The source of the bytes. Called with the lock of the download held: it must take none. */
    interface Source {
        /** As much waits as may: nothing more is to be read until {@link #resume}. Within {@link Download#pass}. */
        void pause();

        /** There is room again. On any thread. */
        void resume();
    }

    private enum Stage {
        /** The server has not said yet that it can be written to. */
        NEW,
        /** The server can be written to; the caller has been given nothing. */
        READY,
        /** The caller has been given a status. */
        BEGUN,
        /** Nothing more will come. */
        COMPLETE,
        /** Nothing may be written any more. */
        CLOSED
    }

    private final ServletOutputStream out;
    private final int window;
    private final Source source;
    private final Owner owner;

    // All below are guarded by this.
    private final Queue<ByteBuffer> queue = new ArrayDeque<>();
    private Stage stage = Stage.NEW;
    private int queued; // bytes in the queue
    private boolean held; // the source has been paused
    private boolean blocked; // until the server calls onWritePossible
    private boolean unflushed;
    private boolean lent; // the array of a piece, which the server may read until it is ready again

    /** @param window the most bytes that wait, but for one reading more */
    Download(ServletOutputStream out, int window, Source source, Owner owner) {
        this.out = out;
        this.window = window;
        this.source = source;
        this.owner = owner;
    }

    @Override
    public void onWritePossible() {
        boolean first;
        synchronized (this) {
            first = stage == Stage.NEW;
            if (first) {
                stage = Stage.READY;
            }
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
     * Has the status and the fields set, which must go out even if the body is long in coming.
     *
     * @return false if nothing may be written any more
     */
    synchronized boolean head(Runnable set) {
        if (stage == Stage.CLOSED) {
            return false;
        }
        set.run();
        unflushed = true;
        if (stage != Stage.COMPLETE) {
            stage = Stage.BEGUN;
        }
        return true;
    }

    /** Whether the caller has been given a status. */
    synchronized boolean hasBegun() {
        return stage == Stage.BEGUN || isOver();
    }

    /** Takes a piece of the body; the I/O thread calls {@link #drain()} when there is no more for the moment. */
    synchronized void accept(ByteBuffer piece) throws IOException {
        pass(piece);
    }

    /** As {@link #accept}, for an owner that holds the lock already: it is taken once for each piece. */
    void pass(ByteBuffer piece) throws IOException {
        assert Thread.holdsLock(this);
        if (isOver()) {
            return;
        }
        if (queue.isEmpty() && isReady()) {
            lent = true;
            write(piece);
        } else {
            add(ByteBuffer.allocate(piece.remaining()).put(piece).flip());
        }
        if (queued > window) {
            held = true;
            source.pause();
        }
    }

    /** Adds what is not of the source, which {@link #drain()} sends. */
    synchronized void add(byte[] ours) {
        if (!isOver()) {
            add(ByteBuffer.wrap(ours));
        }
    }

    private void add(ByteBuffer piece) {
        queue.add(piece);
        queued += piece.remaining();
    }

    /**
     * Whether the server may still read a piece that was given since this was last asked. The servlet API has no server copy what is
     * written: Tomcat does, Jetty does not. After {@link #drain()} the answer is known, and costs nothing.
     */
    synchronized boolean keepsPieces() {
        boolean kept = lent && (stage == Stage.CLOSED || !isReady());
        lent = false;
        return kept;
    }

    /** Nothing more will come. */
    synchronized void complete() {
        if (stage != Stage.CLOSED) {
            stage = Stage.COMPLETE;
        }
    }

    /** Whether nothing more is wanted. */
    synchronized boolean isComplete() {
        return isOver();
    }

    private boolean isOver() {
        return stage == Stage.COMPLETE || stage == Stage.CLOSED;
    }

    /** Nothing is written from here on: the server may use the response for another request. */
    synchronized void close() {
        stage = Stage.CLOSED;
        queue.clear();
    }

    /** Whether the caller does not take what there is. */
    synchronized boolean isBlocked() {
        return blocked;
    }

    /** Whether all that has come has been handed to the server, which can take more. */
    synchronized boolean isIdle() {
        return !isOver() && !blocked && queue.isEmpty();
    }

    /** Something that is written in place of an answer of which nothing has been given. */
    interface Words {
        void write() throws IOException;
    }

    /**
     * @throws IOException if the server has no room even for that: the caller is gone
     * @throws IllegalStateException if an answer has begun in the meantime
     */
    synchronized void lastWord(Words words) throws IOException {
        if (stage != Stage.CLOSED && hasBegun()) {
            throw new IllegalStateException("an answer has begun");
        }
        if (stage == Stage.CLOSED || !isReady()) {
            throw new IOException("the caller is gone");
        }
        stage = Stage.CLOSED;
        words.write();
    }

    /** Writes and flushes what waits, as far as the caller takes it. */
    void drain() {
        boolean delivered;
        try {
            synchronized (this) {
                delivered = stage != Stage.CLOSED && writeAll() && stage == Stage.COMPLETE;
                if (delivered) {
                    stage = Stage.CLOSED;
                }
                if (held && queued <= window / 2) {
                    held = false;
                    source.resume();
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
        return stage != Stage.COMPLETE || isReady();
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
