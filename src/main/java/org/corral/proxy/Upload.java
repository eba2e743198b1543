package org.corral.proxy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.body.Asked;
import org.corral.body.Inflow;
import org.corral.body.Leftover;
import org.corral.servers.CallersConnection;
import org.corral.upstream.Connection;
import org.corral.upstream.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way to Ollama, through two buffers: while one is sent the other one is filled, and the caller is
 * read only as fast as Ollama takes.
 */
final class Upload implements Incoming, ReadListener, RequestBody {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final CallersConnection caller;
    private final ServletInputStream servers;
    private final Inflow in;
    private final long length;
    private final boolean lingers;
    private final Incoming.Owner owner;

    private volatile boolean complete; // the caller has sent everything
    private volatile @Nullable Connection to;

    // All below are guarded by this.
    private ByteBuffer lent; // to be read from, by whoever sends
    private ByteBuffer filling; // to be written to
    private boolean waiting; // for the server to call onDataAvailable
    private boolean closed; // nothing may be read any more
    private Optional<Leftover> leftover = Optional.empty(); // when nothing is wanted any more
    private long lastRead = System.nanoTime();
    private volatile long lastTaken = lastRead;

    /**
     * @param size of both buffers together, in bytes
     * @param lingers whether its rest is read when it is not wanted any more
     */
    Upload(HttpServletRequest request, int size, boolean lingers, Incoming.Owner owner) throws IOException {
        this.caller = CallersConnection.of(request);
        this.servers = request.getInputStream();
        this.length = request.getContentLengthLong();
        this.in = new Inflow(servers, length);
        this.lingers = lingers;
        this.lent = ByteBuffer.allocate((size + 1) / 2).flip();
        this.filling = ByteBuffer.allocate((size + 1) / 2);
        this.owner = owner;
    }

    @Override
    public void begin() {
        caller.sayContinue();
        servers.setReadListener(this);
        owner.understood(Asked.NOTHING, Optional.of(this));
    }

    /** From now on this connection is told when there is more. */
    @Override
    public void goesOver(Connection connection) {
        to = connection;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public synchronized ByteBuffer next() {
        if (!lent.hasRemaining() && filling.position() > 0) {
            lastTaken = System.nanoTime();
            ByteBuffer free = lent;
            lent = filling.flip();
            filling = free.clear();
        } else if (!lent.hasRemaining() && complete) {
            // The answer may take hours; these are not needed any more.
            lent = NOTHING;
            filling = NOTHING;
        }
        return lent;
    }

    @Override
    public synchronized boolean isComplete() {
        return complete && filling.position() == 0;
    }

    @Override
    public long lastTaken() {
        return lastTaken;
    }

    @Override
    public boolean refill() {
        try {
            synchronized (this) {
                while (!closed && !complete && !waiting && filling.hasRemaining()) {
                    read();
                }
                return filling.position() > 0 || complete;
            }
        } catch (IOException e) {
            owner.callerGone(e);
            return false;
        }
    }

    private void read() throws IOException {
        if (in.isAtEnd()) {
            complete = true;
        } else if (!in.isReady()) {
            waiting = true;
        } else {
            int read = in.read(filling.array(), filling.position(), filling.remaining());
            complete |= read < 0;
            filling.position(filling.position() + Math.max(0, read));
            lastRead = System.nanoTime();
        }
    }

    @Override
    public void onDataAvailable() {
        Optional<Leftover> rest;
        synchronized (this) {
            waiting = false;
            rest = leftover;
        }
        if (rest.isPresent()) {
            rest.get().readOn();
        } else if (refill()) {
            wake();
        }
    }

    @Override
    public void onAllDataRead() {
        complete = true;
        wake();
        leftover().ifPresent(Leftover::end);
    }

    private synchronized Optional<Leftover> leftover() {
        return leftover;
    }

    private void wake() {
        Connection connection = to;
        if (connection != null) {
            connection.bodyGrew();
        }
    }

    @Override
    public void onError(Throwable failure) {
        owner.callerGone(failure);
    }

    /** Nothing is read from here on: the server may use the stream for another request. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    public boolean isOwed() {
        return lingers && !complete;
    }

    @Override
    public void leave(Runnable then) {
        Leftover rest = new Leftover(in, then);
        boolean serverWillCall;
        synchronized (this) {
            closed = true;
            leftover = Optional.of(rest);
            serverWillCall = waiting;
        }
        if (!isOwed()) {
            rest.end();
        } else if (!serverWillCall) {
            rest.readOn();
        }
    }

    @Override
    public void look(long now) {
        leftover().ifPresent(rest -> rest.look(now));
    }

    @Override
    public synchronized OptionalLong owedSince() {
        return !complete && waiting ? OptionalLong.of(lastRead) : OptionalLong.empty();
    }
}
