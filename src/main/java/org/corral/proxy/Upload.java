package org.corral.proxy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.corral.upstream.Connection;
import org.corral.upstream.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way to Ollama, through two buffers: while one is sent the other one is filled, and the caller is
 * read only as fast as Ollama takes.
 */
final class Upload implements ReadListener, RequestBody {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ServletInputStream in;
    private final long length;
    private final Consumer<Throwable> failed;

    private volatile boolean complete; // the caller has sent everything
    private volatile @Nullable Connection to;

    // All below are guarded by this.
    private ByteBuffer lent; // to be read from, by whoever sends
    private ByteBuffer filling; // to be written to
    private boolean waiting; // for the server to call onDataAvailable
    private boolean closed; // nothing may be read any more
    private long lastRead = System.nanoTime();

    /**
     * @param length of the body, -1 if it is not known
     * @param size of both buffers together, in bytes
     */
    Upload(ServletInputStream in, long length, int size, Consumer<Throwable> failed) {
        this.in = in;
        this.length = length;
        this.lent = ByteBuffer.allocate((size + 1) / 2).flip();
        this.filling = ByteBuffer.allocate((size + 1) / 2);
        this.failed = failed;
    }

    /** From now on this connection is told when there is more. */
    void goesOver(Connection connection) {
        to = connection;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public synchronized ByteBuffer next() {
        if (!lent.hasRemaining() && filling.position() > 0) {
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
    public boolean refill() {
        try {
            synchronized (this) {
                while (!closed && !complete && !waiting && filling.hasRemaining()) {
                    read();
                }
                return filling.position() > 0 || complete;
            }
        } catch (IOException e) {
            failed.accept(e);
            return false;
        }
    }

    private void read() throws IOException {
        // At the end isReady() would make Tomcat call onAllDataRead() from here, on the I/O thread.
        // To Payara a body is finished when it has arrived, to Tomcat when it has been read.
        if (in.isFinished() && in.available() == 0) {
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
    }

    @Override
    public void onAllDataRead() {
        complete = true;
        wake();
    }

    private void wake() {
        Connection connection = to;
        if (connection != null) {
            connection.bodyGrew();
        }
    }

    @Override
    public void onError(Throwable failure) {
        failed.accept(failure);
    }

    /** Nothing is read from here on: the server may use the stream for another request. */
    synchronized void close() {
        closed = true;
    }

    /** Since when the caller owes bytes that Ollama would take, by {@link System#nanoTime()}; empty if he owes none. */
    synchronized OptionalLong owedSince() {
        return !complete && waiting ? OptionalLong.of(lastRead) : OptionalLong.empty();
    }
}
