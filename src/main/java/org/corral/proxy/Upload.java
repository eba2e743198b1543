package org.corral.proxy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * The body of the request on its way to Ollama, through one buffer: the caller is read only as fast as Ollama takes. The
 * server's threads fill, the I/O thread empties, or fills again what it has emptied.
 *
 * <p>A server's thread may hold the server's lock of the connection when it calls. So nothing that is done under the lock
 * of this object may ask for the server's.
 */
final class Upload implements ReadListener {
    private static final byte[] NOTHING = new byte[0];

    private final ServletInputStream in;
    private final Consumer<Throwable> failed;

    private volatile boolean complete; // the caller has sent everything
    private volatile boolean sent; // so has Ollama been told
    private volatile @Nullable DataStreamChannel channel;

    // All below are guarded by this.
    private byte[] buffer;
    private int start;
    private int end;
    private boolean waiting; // for the server to call onDataAvailable
    private boolean closed; // nothing may be read any more
    private long lastRead = System.nanoTime();

    /** @param size of the buffer in bytes, at least 1 */
    Upload(ServletInputStream in, int size, Consumer<Throwable> failed) {
        this.in = in;
        this.buffer = new byte[size];
        this.failed = failed;
    }

    @Override
    public void onDataAvailable() {
        try {
            synchronized (this) {
                waiting = false;
                fill();
            }
        } catch (IOException e) {
            failed.accept(e);
            return;
        }
        wake();
    }

    @Override
    public void onAllDataRead() {
        complete = true;
        wake();
    }

    @Override
    public void onError(Throwable failure) {
        failed.accept(failure);
    }

    /** Nothing is read from here on: the server may use the stream for another request. */
    synchronized void close() {
        closed = true;
    }

    /** Reads what the caller has sent, as far as there is room. */
    private void fill() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        }
        while (!closed && !complete && !waiting && end < buffer.length) {
            // At the end isReady() would make Tomcat call onAllDataRead() from here, on the I/O thread.
            // To Payara a body is finished when it has arrived, to Tomcat when it has been read.
            if (in.isFinished() && in.available() == 0) {
                complete = true;
            } else if (!in.isReady()) {
                waiting = true;
            } else {
                int read = in.read(buffer, end, buffer.length - end);
                complete |= read < 0;
                end += Math.max(0, read);
                lastRead = System.nanoTime();
            }
        }
    }

    private void wake() {
        DataStreamChannel to = channel;
        if (to != null) {
            to.requestOutput();
        }
    }

    /** Whether {@link #produce} would do anything. */
    synchronized int available() {
        return end - start > 0 || (complete && !sent) ? Math.max(1, end - start) : 0;
    }

    /** Called on the I/O thread when Ollama takes more; throws what is Ollama's fault only. */
    void produce(DataStreamChannel to) throws IOException {
        channel = to;
        Optional<IOException> fault = pass(to);
        if (fault.isPresent()) {
            failed.accept(fault.get());
        }
    }

    /** @return why the caller can't be read any more */
    private synchronized Optional<IOException> pass(DataStreamChannel to) throws IOException {
        while (!closed) {
            if (start < end && !write(to)) {
                break;
            }
            if (complete) {
                finish(to);
                break;
            }
            try {
                fill();
            } catch (IOException e) {
                return Optional.of(e);
            }
            if (start == end && !complete) {
                break;
            }
        }
        return Optional.empty();
    }

    private boolean write(DataStreamChannel to) throws IOException {
        start += to.write(ByteBuffer.wrap(buffer, start, end - start));
        return start == end;
    }

    private void finish(DataStreamChannel to) throws IOException {
        if (!sent) {
            sent = true;
            // The answer may take hours; this is not needed any more.
            buffer = NOTHING;
            to.endStream();
        }
    }

    /** Whether Ollama has got everything, so that its connection can carry another exchange. */
    boolean isSent() {
        return sent;
    }

    /** Since when the caller owes bytes that Ollama would take, by {@link System#nanoTime()}; empty if he owes none. */
    synchronized OptionalLong owedSince() {
        return !complete && waiting ? OptionalLong.of(lastRead) : OptionalLong.empty();
    }
}
