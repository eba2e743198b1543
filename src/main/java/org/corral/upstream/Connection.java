package org.corral.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server, for one exchange after the other. It reads on the thread of its loop; it writes on whichever
 * thread has something, if it can do so at once. Public methods may be called on any thread.
 */
public final class Connection implements EventLoop.Owner {
    private final EventLoop loop;
    private final SocketChannel socket;
    private final SelectionKey key;
    private final Transport transport;
    private final Connections home;
    private final AnswerReader reader;
    private final Consumer<ByteBuffer> content = this::hand;

    private volatile @Nullable Exchange exchange; // none while it is idle
    private volatile boolean closed;
    private volatile boolean usedBefore;
    private volatile long idleSince; // by System.nanoTime()
    private boolean paused; // used by the loop's thread alone

    // Both are guarded by this.
    private @Nullable Outgoing outgoing;
    private boolean full; // the socket takes no more at present

    Connection(EventLoop loop, SocketChannel socket, SelectionKey key, Transport transport, Connections home) {
        this.loop = loop;
        this.socket = socket;
        this.key = key;
        this.transport = transport;
        this.home = home;
        this.reader = new AnswerReader(home.limits());
    }

    // ---- out

    /**
     * Sends the question.
     *
     * @return false if the server has closed the connection in the meantime, so that another is needed
     */
    boolean carry(Exchange next) {
        synchronized (this) {
            if (closed || (usedBefore && isStale())) {
                close();
                return false;
            }
            outgoing = new Outgoing(
                    next.question().head(home.authority()), next.question().body());
            exchange = next;
        }
        next.carriedBy(this);
        if (transport.isPlain()) {
            write();
        } else {
            loop.execute(this::write);
        }
        return true;
    }

    /** What the loop may not have seen yet: the end, or something that nobody asked for. */
    private boolean isStale() {
        try {
            return transport.isPlain() && transport.read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** There is more of the body of the question. */
    public void bodyGrew() {
        loop.execute(this::write);
    }

    private void write() {
        boolean wantsMore;
        do {
            wantsMore = writeOnce();
            // Without the lock: where the body comes from has locks of its own.
        } while (wantsMore && refill());
    }

    private boolean refill() {
        Exchange current = exchange;
        return current != null
                && current.question().body().filter(RequestBody::refill).isPresent();
    }

    /** @return whether there is room for more of the body */
    private synchronized boolean writeOnce() {
        if (closed || outgoing == null) {
            return false;
        }
        boolean wasFull = full;
        try {
            full = !outgoing.send(transport);
        } catch (IOException e) {
            // The server may have said why before it closed: whatever is to be read tells.
            outgoing = null;
            full = false;
        }
        if (full != wasFull) {
            loop.execute(this::listen);
        }
        return !full && outgoing != null && outgoing.wantsMore();
    }

    /** What the loop should tell of. */
    private void listen() {
        if (!closed) {
            boolean waits;
            synchronized (this) {
                waits = full;
            }
            key.interestOps((paused ? 0 : SelectionKey.OP_READ) | (waits ? SelectionKey.OP_WRITE : 0));
        }
    }

    private synchronized boolean isSent() {
        return outgoing != null && outgoing.isComplete();
    }

    // ---- back

    /** Nothing is read until {@link #resume()}, but for what has been read already. On the loop's thread. */
    public void pause() {
        paused = true;
        listen();
    }

    public void resume() {
        loop.execute(() -> {
            if (paused) {
                paused = false;
                listen();
                if (!transport.isPlain()) {
                    read();
                }
            }
        });
    }

    @Override
    public void ready(SelectionKey ready) {
        if (ready.isWritable()) {
            write();
        }
        if (!closed && ready.isReadable()) {
            read();
        }
    }

    private void read() {
        Exchange current = exchange;
        ByteBuffer in = loop.buffer();
        try {
            int read;
            do {
                read = transport.read(in.clear());
                in.flip();
                if (read > 0) {
                    take(in);
                }
            } while (read > 0 && !transport.isPlain() && !paused && !closed);
            if (read < 0) {
                ended();
            }
        } catch (IOException e) {
            ended();
        } catch (MalformedAnswerException e) {
            fail(Failure.MALFORMED);
        }
        if (current != null) {
            current.drained();
        }
    }

    private void take(ByteBuffer in) throws MalformedAnswerException {
        Exchange current = exchange;
        if (current == null) {
            // Nobody has asked for anything.
            close();
            return;
        }
        if (reader.read(in, current, content)) {
            complete(current, reader.keepsConnection() && !in.hasRemaining() && isSent());
        }
    }

    private void hand(ByteBuffer piece) {
        Exchange current = exchange;
        if (current != null) {
            current.body(piece);
        }
    }

    /** Free before the exchange is told: its caller may ask again at once. */
    private void complete(Exchange done, boolean clean) {
        leave();
        if (clean && !closed) {
            usedBefore = true;
            idleSince = System.nanoTime();
            home.free(this);
        } else {
            close();
        }
        done.end();
    }

    /** The server has closed. */
    private void ended() {
        Exchange current = exchange;
        if (current == null) {
            close();
        } else if (reader.isCompleteAtEnd()) {
            complete(current, false);
        } else {
            boolean stale = usedBefore && !reader.hasBegun();
            fail(reader.isInBody() ? Failure.CUT : stale ? Failure.STALE : Failure.NO_ANSWER);
        }
    }

    private void fail(Failure failure) {
        Exchange current = exchange;
        leave();
        close();
        if (current != null) {
            // What came before is sent on, though it is not the whole.
            current.drained();
            current.failed(failure);
        }
    }

    private void leave() {
        reader.reset();
        synchronized (this) {
            exchange = null;
            outgoing = null;
            full = false;
        }
        if (paused) {
            paused = false;
            listen();
        }
    }

    // ---- the end

    /** Leaves the exchange and closes, so that the server stops whatever it does for it. */
    public void abort() {
        exchange = null;
        close();
    }

    @Override
    public void broken(RuntimeException failure) {
        fail(reader.isInBody() ? Failure.CUT : Failure.NO_ANSWER);
    }

    /** How long nobody has used it. */
    long idleNanos(long now) {
        return now - idleSince;
    }

    void close() {
        if (!closed) {
            closed = true;
            home.gone(this);
            loop.execute(() -> {
                transport.sayGoodbye();
                Sockets.close(socket);
            });
        }
    }
}
