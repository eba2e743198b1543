package org.corral.proxy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server's stream that copies nothing: what does not go out at once it keeps, as the array that it was given, and reads when
 * the caller takes it.
 */
final class KeepingStream extends ServletOutputStream {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean slow;
    private int asked;
    private @Nullable ByteBuffer kept;
    private @Nullable WriteListener listener;

    /** From now on nothing goes out at once. */
    synchronized void slowDown() {
        slow = true;
    }

    @Override
    public synchronized boolean isReady() {
        asked++;
        return kept == null;
    }

    @Override
    public synchronized void write(byte[] array, int offset, int length) {
        if (kept != null) {
            throw new IllegalStateException("not ready");
        }
        arrays.add(array);
        if (slow) {
            kept = ByteBuffer.wrap(array, offset, length);
        } else {
            out.write(array, offset, length);
        }
        notifyAll();
    }

    @Override
    public synchronized void write(int b) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void flush() {
        if (kept != null) {
            throw new IllegalStateException("not ready");
        }
    }

    @Override
    public synchronized void setWriteListener(WriteListener given) {
        listener = given;
    }

    /** The caller takes what was kept; then the server says that it is ready. */
    void take() throws Exception {
        WriteListener told;
        synchronized (this) {
            ByteBuffer taken = kept;
            told = listener;
            if (taken == null || told == null) {
                throw new IllegalStateException("nothing is kept");
            }
            out.write(taken.array(), taken.arrayOffset() + taken.position(), taken.remaining());
            kept = null;
        }
        told.onWritePossible();
    }

    synchronized boolean keeps() {
        return kept != null;
    }

    synchronized void awaitKept() throws InterruptedException {
        while (kept == null) {
            wait();
        }
    }

    /** What has gone out. */
    synchronized byte[] taken() {
        return out.toByteArray();
    }

    /** How many arrays it has been given. */
    synchronized int arrays() {
        return arrays.size();
    }

    /** How often it was asked whether it is ready. */
    synchronized int asked() {
        return asked;
    }
}
