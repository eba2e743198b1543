package org.corral.container;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/**
 * The body of a request on Liberty, read on any thread. Liberty holds a lock of its own while it calls the listener, and notes only
 * after it has asked the socket for more that it waits: without that lock a thread of ours would miss a call that comes in between,
 * and no other would come. Nor does Liberty call a thread of ours at the end of a body.
 */
final class LibertyInput extends ServletInputStream {
    private final ServletInputStream in;
    private final Object lock;

    private LibertyInput(ServletInputStream in, Object lock) {
        this.in = in;
        this.lock = lock;
    }

    static ServletInputStream of(ServletInputStream in) throws ReflectiveOperationException {
        return new LibertyInput(in, ServerInternals.follow(in, "getCompleteLockObj"));
    }

    @Override
    public boolean isReady() {
        synchronized (lock) {
            // The second question: the end of the body may have been all that there was to be read.
            return in.isReady() || in.isFinished();
        }
    }

    @Override
    public boolean isFinished() {
        synchronized (lock) {
            return in.isFinished();
        }
    }

    @Override
    public int available() throws IOException {
        synchronized (lock) {
            return in.available();
        }
    }

    @Override
    public void setReadListener(ReadListener listener) {
        in.setReadListener(listener);
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
