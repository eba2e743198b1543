package org.corral.container;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;

/**
 * The stream of a response on Liberty, written to on any thread. By itself Liberty sends nothing at the first flush, not even the
 * head, blocks in every other one until a slow caller has taken all, and notes only after it has handed bytes to the socket that it
 * waits for the caller. Here it flushes without blocking, and the lock that it holds in its calls is held in ours, so that no call
 * comes too early. Our listener is called without that lock.
 */
final class LibertyOutput extends ServletOutputStream {
    private final ServletOutputStream out;
    private final Object channel; // Liberty's stream below, and its lock
    private final Method flush;
    private final Field ignoreFlush;
    private final Field left; // of a write that waits
    private final Executor threads;

    private LibertyOutput(ServletOutputStream out, Object channel, Executor threads)
            throws ReflectiveOperationException {
        this.out = out;
        this.channel = channel;
        this.flush = ServerInternals.method(channel, "flushAsyncBuffers");
        this.ignoreFlush = ServerInternals.field(channel, "ignoreFlush");
        this.left = ServerInternals.field(channel, "_bytesRemainingWhenAsync");
        this.threads = threads;
    }

    /** @param threads of the server, for our listener */
    static ServletOutputStream of(ServletOutputStream out, Executor threads) throws ReflectiveOperationException {
        return new LibertyOutput(out, ServerInternals.follow(out, "_httpOut"), threads);
    }

    @Override
    public boolean isReady() {
        synchronized (channel) {
            return out.isReady();
        }
    }

    @Override
    public void write(int single) throws IOException {
        synchronized (channel) {
            out.write(single);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        synchronized (channel) {
            out.write(bytes, offset, count);
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (channel) {
            if (out.isReady()) {
                send();
            }
        }
    }

    private void send() throws IOException {
        try {
            ServerInternals.follow(channel, "validate");
            ignoreFlush.setBoolean(channel, false);
            left.setInt(channel, 0);
            flush.invoke(channel);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        out.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() {
                threads.execute(() -> {
                    try {
                        listener.onWritePossible();
                    } catch (IOException e) {
                        listener.onError(e);
                    } catch (RuntimeException | Error e) {
                        // Liberty, which would have told the listener, does not see it.
                        listener.onError(e);
                        throw e;
                    }
                });
            }

            @Override
            public void onError(Throwable failure) {
                threads.execute(() -> listener.onError(failure));
            }
        });
    }
}
