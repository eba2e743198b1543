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
    private enum Turn {
        /** Liberty reads, and calls when there is something. */
        LIBERTYS,
        /** It may be asked. */
        OURS,
        /** Liberty has told of an error: soon the stream is another request's. The last turn. */
        OVER
    }

    @FunctionalInterface
    private interface Call {
        void run() throws IOException;
    }

    private final ServletInputStream in;
    private final Object lock;
    private final Executor apart;
    private volatile Turn turn = Turn.LIBERTYS; // changed with the lock, but for an error without any read

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
            if (turn != Turn.OURS) {
                return false;
            }
            // Set first: Liberty may call from within, also with an error.
            turn = Turn.LIBERTYS;
            // The second question: the end of the body may have been all that there was to be read.
            AtomicBoolean ready = new AtomicBoolean();
            apart.execute(() -> ready.set(in.isReady() || (turn != Turn.OVER && in.isFinished())));
            if (ready.get()) {
                called();
            }
            return ready.get();
        }
    }

    @Override
    public boolean isFinished() {
        synchronized (lock) {
            return turn == Turn.OURS && in.isFinished();
        }
    }

    @Override
    public int available() throws IOException {
        synchronized (lock) {
            return turn == Turn.OURS ? in.available() : 0;
        }
    }

    private void called() {
        if (turn != Turn.OVER) {
            turn = Turn.OURS;
        }
    }

    @Override
    public void setReadListener(ReadListener listener) {
        in.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() {
                called();
                apart.execute(() -> tell(listener::onDataAvailable));
            }

            @Override
            public void onAllDataRead() {
                called();
                apart.execute(() -> tell(listener::onAllDataRead));
            }

            @Override
            public void onError(Throwable failure) {
                turn = Turn.OVER;
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
