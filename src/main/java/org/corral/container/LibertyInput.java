package org.corral.container;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

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
    @FunctionalInterface
    private interface Call {
        void run() throws IOException;
    }

    private final ServletInputStream in;
    private final Object lock;
    private final Executor apart;
    private volatile boolean called; // Liberty has, and does not read by itself
    private volatile boolean failed; // soon the stream is another request's

    private LibertyInput(ServletInputStream in, Object lock, Executor apart) {
        this.in = in;
        this.lock = lock;
        this.apart = apart;
    }

    /** @param apart does work here, as if the thread had no request: Liberty calls with what another thread had */
    static ServletInputStream of(ServletInputStream in, Executor apart) throws ReflectiveOperationException {
        return new LibertyInput(in, ServerInternals.follow(in, "getCompleteLockObj"), apart);
    }

    @Override
    public boolean isReady() {
        synchronized (lock) {
            if (!mayBeAsked()) {
                return false;
            }
            // Set first: Liberty may call from within, also with an error.
            called = false;
            // The second question: the end of the body may have been all that there was to be read.
            AtomicBoolean ready = new AtomicBoolean();
            apart.execute(() -> ready.set(in.isReady() || (!failed && in.isFinished())));
            if (ready.get()) {
                called = true;
            }
            return ready.get();
        }
    }

    @Override
    public boolean isFinished() {
        synchronized (lock) {
            return mayBeAsked() && in.isFinished();
        }
    }

    @Override
    public int available() throws IOException {
        synchronized (lock) {
            return mayBeAsked() ? in.available() : 0;
        }
    }

    /** A failure is told without the lock: it must not be forgotten by a call that comes at the same time. */
    private boolean mayBeAsked() {
        return called && !failed;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        in.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() {
                called = true;
                apart.execute(() -> tell(listener::onDataAvailable));
            }

            @Override
            public void onAllDataRead() {
                called = true;
                apart.execute(() -> tell(listener::onAllDataRead));
            }

            @Override
            public void onError(Throwable failure) {
                failed = true;
                apart.execute(() -> listener.onError(failure));
            }

            private void tell(Call call) {
                try {
                    call.run();
                } catch (IOException e) {
                    onError(e);
                }
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
