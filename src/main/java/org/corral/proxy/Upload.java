package org.corral.proxy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.body.Asked;
import org.corral.body.Inflow;
import org.corral.upstream.Connection;
import org.corral.upstream.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way to Ollama, through two buffers: while one is sent the other one is filled, and the caller is
 * read only as fast as Ollama takes.
 */
final class Upload implements Incoming, ReadListener, RequestBody {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

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
    private @Nullable Leftover leftover; // when nothing is wanted any more
    private long lastRead = System.nanoTime();
    private volatile long lastTaken = lastRead;

    /**
     * @param length of the body, -1 if it is not known
     * @param size of both buffers together, in bytes
     * @param lingers whether its rest is read when it is not wanted any more
     */
    Upload(ServletInputStream servers, long length, int size, boolean lingers, Incoming.Owner owner) {
        this.servers = servers;
        this.in = new Inflow(servers, length);
        this.length = length;
        this.lingers = lingers;
        this.lent = ByteBuffer.allocate((size + 1) / 2).flip();
        this.filling = ByteBuffer.allocate((size + 1) / 2);
        this.owner = owner;
    }

    @Override
    public void begin() {
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
        synchronized (this) {
            waiting = false;
        }
        if (refill()) {
            wake();
        }
        swallow();
    }

    @Override
    public void onAllDataRead() {
        complete = true;
        wake();
        swallow();
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
        boolean owed;
        synchronized (this) {
            closed = true;
            owed = isOwed();
            leftover = owed ? new Leftover(in, then) : null;
        }
        if (owed) {
            swallow();
        } else {
            then.run();
        }
    }

    private void swallow() {
        Runnable word = () -> {};
        synchronized (this) {
            Leftover rest = leftover;
            if (rest == null || waiting) {
                return;
            }
            try {
                if (complete || rest.read()) {
                    leftover = null;
                    word = rest.then();
                } else {
                    waiting = true;
                }
            } catch (IOException e) {
                // The server ends the request; if it does not, look() will.
                waiting = true;
            }
        }
        word.run();
    }

    @Override
    public void look(long now) {
        Runnable word = () -> {};
        synchronized (this) {
            Leftover rest = leftover;
            if (rest != null && rest.isOverdue(now)) {
                leftover = null;
                word = rest.then();
            }
        }
        word.run();
    }

    @Override
    public synchronized OptionalLong owedSince() {
        return !complete && waiting ? OptionalLong.of(lastRead) : OptionalLong.empty();
    }
}
