package org.corral.proxy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * The body of the request on its way to Ollama, through one buffer: the caller is read only as fast as Ollama takes. The
 * server's threads fill, the I/O thread empties, or fills again what it has emptied.
 */
final class Upload implements ReadListener {
    private static final byte[] NOTHING = new byte[0];

    private final ServletInputStream in;
    private final Consumer<Throwable> failed;

    // All below are guarded by this.
    private byte[] buffer;
    private int start;
    private int end;
    private boolean waiting; // for the server to call onDataAvailable
    private boolean complete; // the caller has sent everything
    private boolean sent; // so has Ollama been told
    private long lastRead = System.nanoTime();
    private @Nullable DataStreamChannel channel;

    /** @param size of the buffer in bytes, at least 1 */
    Upload(ServletInputStream in, int size, Consumer<Throwable> failed) {
        this.in = in;
        this.buffer = new byte[size];
        this.failed = failed;
    }

    @Override
    public void onDataAvailable() {
        synchronized (this) {
            waiting = false;
        }
        pull();
    }

    @Override
    public void onAllDataRead() {
        synchronized (this) {
            complete = true;
        }
        wake();
    }

    @Override
    public void onError(Throwable failure) {
        failed.accept(failure);
    }

    /** Reads what the caller has sent, as far as there is room. */
    private void pull() {
        try {
            synchronized (this) {
                fill();
            }
        } catch (IOException e) {
            failed.accept(e);
            return;
        }
        wake();
    }

    private void fill() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        }
        while (!complete && !waiting && end < buffer.length) {
            if (!in.isReady()) {
                waiting = true;
                return;
            }
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                complete = true;
            } else {
                end += read;
                lastRead = System.nanoTime();
            }
        }
    }

    private void wake() {
        DataStreamChannel to;
        synchronized (this) {
            to = channel;
        }
        if (to != null) {
            to.requestOutput();
        }
    }

    /** Whether {@link #produce} would do anything. */
    synchronized int available() {
        return end - start > 0 || (complete && !sent) ? Math.max(1, end - start) : 0;
    }

    /** Called on the I/O thread when Ollama takes more. */
    synchronized void produce(DataStreamChannel to) throws IOException {
        channel = to;
        while (true) {
            if (start < end && !write(to)) {
                return;
            }
            if (complete) {
                finish(to);
                return;
            }
            fill();
            if (start == end && !complete) {
                return;
            }
        }
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
    synchronized boolean isSent() {
        return sent;
    }

    /** Since when the caller owes bytes that Ollama would take, by {@link System#nanoTime()}; empty if he owes none. */
    synchronized OptionalLong owedSince() {
        return !complete && waiting ? OptionalLong.of(lastRead) : OptionalLong.empty();
    }
}
