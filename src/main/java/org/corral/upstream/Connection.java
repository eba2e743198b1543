package org.corral.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server, for one request after the other. It reads on the thread of its loop; it writes on whichever
 * thread has something, if it can do so at once. The methods of {@link RequestControl} may be called on any thread.
 *
 * <p>The lock of this object decides which listener is carried, and whether any is. With it held, the lock of
 * {@link RequestInFlight} may be taken, and with that one those of a request's body; never the other way round.
 */
final class Connection implements EventLoop.Owner, RequestControl {
    private final EventLoop loop;
    private final SocketChannel socket;
    private final SelectionKey key;
    private final Transport transport;
    private final Connections home;
    private final RequestInFlight inFlight;
    private final ResponseReader reader;
    private final Consumer<ByteBuffer> content = this::hand;

    private volatile @Nullable ResponseListener listener; // none while it is idle
    private volatile boolean closed;
    private volatile boolean usedBefore;
    private volatile boolean sent; // something of the request may have been sent
    private volatile long idleSince; // by the clock of the client
    private boolean paused; // used by the loop's thread alone

    Connection(EventLoop loop, SocketChannel socket, SelectionKey key, Transport transport, Connections home) {
        this.loop = loop;
        this.socket = socket;
        this.key = key;
        this.transport = transport;
        this.home = home;
        this.inFlight = new RequestInFlight(transport, () -> loop.execute(this, this::listen));
        this.reader = new ResponseReader(home.limits());
    }

    /**
     * Sends the request.
     *
     * @return false if the server has closed the connection in the meantime, so that another is needed
     */
    boolean carry(ResponseListener next) {
        boolean atOnce = transport.isForAnyThread();
        synchronized (this) {
            if (closed || (usedBefore && atOnce && transport.hasSpoken())) {
                close();
                return false;
            }
            listener = next;
            sent = atOnce;
            if (atOnce) {
                inFlight.begin(next.request(), home.authority());
            }
            // With the lock: else it might be carried elsewhere by now, and take this for the newer call.
            next.carriedBy(this);
        }
        if (atOnce) {
            write();
        } else {
            loop.execute(this, this::writeFirst);
        }
        return true;
    }

    /** Here it is the loop's thread that finds out whether the server has closed meanwhile. */
    private void writeFirst() {
        ResponseListener current = listener;
        if (current == null) {
            return;
        }
        if (usedBefore && transport.hasSpoken()) {
            askElsewhere(current);
            return;
        }
        sent = true;
        inFlight.begin(current.request(), home.authority());
        write();
    }

    /** Nothing has been sent: this is no failure of the request. */
    private void askElsewhere(ResponseListener current) {
        leave();
        close();
        home.ask(current);
    }

    @Override
    public void bodyGrew() {
        loop.execute(this, this::write);
    }

    private void write() {
        if (!closed) {
            inFlight.goOn();
        }
    }

    /** Tells the loop for which events it should call. */
    private void listen() {
        if (!closed) {
            key.interestOps((paused ? 0 : SelectionKey.OP_READ) | (inFlight.isFull() ? SelectionKey.OP_WRITE : 0));
        }
    }

    @Override
    public void pause(ResponseListener given) {
        if (listener == given) {
            paused = true;
            listen();
        }
    }

    @Override
    public void resume(ResponseListener given) {
        loop.execute(this, () -> {
            if (paused && listener == given) {
                paused = false;
                listen();
                if (transport.mayKeepBytes()) {
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
        ResponseListener current = listener;
        try {
            int read;
            do {
                ByteBuffer in = loop.buffer().next();
                read = transport.read(in);
                in.flip();
                if (read > 0) {
                    take(in);
                }
            } while (read > 0 && transport.mayKeepBytes() && !paused && !closed);
            if (read < 0) {
                ended(true);
            }
        } catch (IOException e) {
            ended(false);
        } catch (MalformedResponseException e) {
            fail(Failure.MALFORMED);
        }
        if (current != null) {
            current.drained();
        }
        loop.buffer().settle();
    }

    private void take(ByteBuffer in) throws MalformedResponseException {
        ResponseListener current = carriedOrClosed();
        if (current == null) {
            // No request was sent.
            return;
        }
        if (isUnsent()) {
            askElsewhere(current);
            return;
        }
        if (reader.read(in, current, content)) {
            complete(current, reader.keepsConnection() && !in.hasRemaining() && inFlight.isComplete());
        }
    }

    private void hand(ByteBuffer piece) {
        ResponseListener current = listener;
        if (current != null) {
            loop.buffer().hand(piece, current);
        }
    }

    /** The listener that is carried; if there is none, the connection is closed in the same moment, so that it carries nothing more. */
    private synchronized @Nullable ResponseListener carriedOrClosed() {
        if (listener == null) {
            close();
        }
        return listener;
    }

    /** Free before the listener is told: its caller may ask again at once. */
    private void complete(ResponseListener done, boolean clean) {
        leave();
        if (clean && !closed) {
            usedBefore = true;
            idleSince = home.clock().nanos();
            home.free(this);
        } else {
            close();
        }
        done.end();
    }

    /** The loop may hear the server before it has come to send the request. */
    private boolean isUnsent() {
        return usedBefore && !sent;
    }

    /** @param inOrder whether the server has said that this is the end, so that nothing can be missing before it */
    private void ended(boolean inOrder) {
        ResponseListener current = carriedOrClosed();
        if (current == null) {
            return;
        }
        if (isUnsent()) {
            askElsewhere(current);
        } else if (inOrder && reader.isCompleteAtEnd()) {
            complete(current, false);
        } else {
            boolean stale = usedBefore && !reader.hasBegun();
            fail(reader.isInBody() ? Failure.CUT : stale ? Failure.STALE : Failure.NO_ANSWER);
        }
    }

    private void fail(Failure failure) {
        ResponseListener current = listener;
        leave();
        close();
        if (current != null) {
            try {
                // The bytes that came before are sent on, though they are not the whole.
                current.drained();
            } finally {
                current.failed(failure);
            }
        }
    }

    private void leave() {
        reader.reset();
        synchronized (this) {
            listener = null;
            inFlight.end();
        }
        if (paused) {
            paused = false;
            listen();
        }
    }

    // ---- the end

    @Override
    public void abort(ResponseListener given) {
        synchronized (this) {
            if (listener != given) {
                return;
            }
            listener = null;
            // With the lock: else the loop might lend it to the next one in between.
            close();
        }
    }

    /** Whatever is carried. */
    void abort() {
        listener = null;
        close();
    }

    @Override
    public void broken() {
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
            loop.execute(this, () -> {
                transport.sayGoodbye();
                Sockets.close(socket);
            });
        }
    }
}
