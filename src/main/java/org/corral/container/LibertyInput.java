package org.corral.container;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/**
 * The body of a request on Liberty, read on any thread. Liberty holds a lock of its own while it calls the listener, and notes only
 * after it has asked the socket for more that it waits: without that lock a thread of ours would miss a call that comes in between,
 * and no other would come. Nor does Liberty call a thread of ours at the end of a body.
 *
 * <p>From {@link #isReady} being false until Liberty calls, its stream is left alone, and so from the beginning until the first call.
 * The thread that reads first takes a second lock before that one, while {@code isReady} takes it after that one: two threads would
 * wait for each other, and the server would never get them back. Those that read later note the end of a body before its last bytes.
 */
final class LibertyInput extends ServletInputStream {
    private final ServletInputStream in;
    private final Object lock;
    private volatile boolean waiting = true; // for Liberty to call

    private LibertyInput(ServletInputStream in, Object lock) {
        this.in = in;
        this.lock = lock;
    }

    static ServletInputStream of(ServletInputStream in) throws ReflectiveOperationException {
        return new LibertyInput(in, ServerInternals.follow(in, "getCompleteLockObj"));
    }

    @Override
    public boolean isReady() {
        if (waiting) {
            return false;
        }
        synchronized (lock) {
            // Set first: Liberty may call from within.
            waiting = true;
            // The second question: the end of the body may have been all that there was to be read.
            boolean ready = in.isReady() || in.isFinished();
            if (ready) {
                waiting = false;
            }
            return ready;
        }
    }

    @Override
    public boolean isFinished() {
        if (waiting) {
            return false;
        }
        synchronized (lock) {
            return in.isFinished();
        }
    }

    @Override
    public int available() throws IOException {
        if (waiting) {
            return 0;
        }
        synchronized (lock) {
            return in.available();
        }
    }

    @Override
    public void setReadListener(ReadListener listener) {
        in.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                waiting = false;
                listener.onDataAvailable();
            }

            @Override
            public void onAllDataRead() throws IOException {
                waiting = false;
                listener.onAllDataRead();
            }

            @Override
            public void onError(Throwable failure) {
                waiting = false;
                listener.onError(failure);
            }
        });
    }

    @Override
    public int read() throws IOException {
        synchronized (lock) {
            return in.read();
        }
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
        synchronized (lock) {
            return in.read(into, offset, most);
        }
    }
}
