package org.corral.standin;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A socket with a small read buffer. Used by its connection's thread only, but for {@link #close}. */
final class Wire implements AutoCloseable {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long STEP = 50 * MILLI;
    private static final long PEERS_END = 2000 * MILLI;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private int from;
    private int to;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** False when the peer closed instead of sending another request. */
    boolean awaitBytes() throws IOException {
        return from < to || fill();
    }

    String readLine() throws IOException {
        int at = from;
        while (true) {
            for (; at < to; at++) {
                if (buffer[at] == '\n') {
                    int end = at > from && buffer[at - 1] == '\r' ? at - 1 : at;
                    String line = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
                    from = at + 1;
                    return line;
                }
            }
            at -= from;
            compact();
            if (to == buffer.length) {
                throw new BadRequest("line too long");
            }
            if (!fill()) {
                throw new EOFException("peer left in mid-line");
            }
        }
    }

    /** At least one byte, at most {@code max}. */
    int read(byte[] into, int max) throws IOException {
        if (from == to) {
            int direct = in.read(into, 0, max);
            if (direct < 0) {
                throw new EOFException("peer left in mid-body");
            }
            return direct;
        }
        int n = Math.min(max, to - from);
        System.arraycopy(buffer, from, into, 0, n);
        from += n;
        return n;
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    /** Waits, and throws as soon as the peer closes or resets. What it sends meanwhile is kept for later. */
    void pause(Duration time) throws IOException {
        pauseUntil(System.nanoTime() + time.toNanos());
    }

    void pauseUntil(long deadline) throws IOException {
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            compact();
            if (left < MILLI || to == buffer.length) {
                LockSupport.parkNanos(Math.min(left, STEP));
                if (socket.isClosed()) {
                    throw new EOFException("closed");
                }
            } else {
                watch((int) Math.min(left / MILLI, 1000));
            }
        }
    }

    private void watch(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            if (!fill()) {
                throw new EOFException("peer left");
            }
        } catch (SocketTimeoutException e) {
            // the peer is still there: what we hoped for
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(0);
            }
        }
    }

    void smallReceiveBuffer() throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
    }

    /** Says that nothing more will come, and lets the peer read it before {@link #close} turns unread input into an RST. */
    void lingeringClose() throws IOException {
        socket.shutdownOutput();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        socket.close();
    }

    void die(Death how) throws IOException {
        if (how == Death.RESET) {
            socket.setSoLinger(true, 0);
            socket.close();
            return;
        }
        socket.shutdownOutput();
        readToTheEnd();
        socket.close();
    }

    /** Closing with unread input would be an RST too. Whoever sees the end ends it as well; who does not is not waited for. */
    private void readToTheEnd() {
        long deadline = System.nanoTime() + PEERS_END;
        try {
            for (long left = PEERS_END; left > MILLI; left = deadline - System.nanoTime()) {
                socket.setSoTimeout((int) (left / MILLI));
                if (in.read(buffer) < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            // the peer has reset it, or stays: it has been told
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private boolean fill() throws IOException {
        compact();
        int n = in.read(buffer, to, buffer.length - to);
        to += Math.max(n, 0);
        return n > 0;
    }

    private void compact() {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
    }
}
