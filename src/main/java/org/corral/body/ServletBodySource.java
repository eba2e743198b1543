package org.corral.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import org.corral.timing.MonotonicClock;

/**
 * The body of a request as the server hands it out, read without blocking, and where it ends. Used by one thread at a time, but
 * for the methods that name any thread.
 */
final class ServletBodySource {
    private final ServletInputStream in;
    private final long length;
    private final boolean finishesEarly;
    private final MonotonicClock clock;

    // Written by the thread that reads.
    private volatile long position;
    private volatile long lastRead;
    private volatile boolean waiting; // the server has said that it will call

    /**
     * @param length of the body in bytes; -1 if it is not known
     * @param finishesEarly whether the server calls a body finished once that has arrived, though it was not read
     */
    ServletBodySource(ServletInputStream in, long length, boolean finishesEarly, MonotonicClock clock) {
        this.in = in;
        this.length = length;
        this.finishesEarly = finishesEarly;
        this.clock = clock;
        this.lastRead = clock.nanos();
    }

    /** The length of the body in bytes; -1 if it is not known. Any thread. */
    long length() {
        return length;
    }

    /** How many bytes have been read. Any thread. */
    long position() {
        return position;
    }

    /** How many bytes are still to come; -1 if that is not known. Any thread. */
    long left() {
        return length < 0 ? -1 : length - position;
    }

    /** The time by the clock since which the next byte is waited for: when bytes were read last, or {@link #beginWait}. Any thread. */
    long lastRead() {
        return lastRead;
    }

    /** Nothing was read before this moment, because nobody wanted it. */
    void beginWait() {
        lastRead = clock.nanos();
    }

    /** From now on the server calls when there is something. On its thread. */
    void callOn(ReadListener listener) {
        in.setReadListener(listener);
    }

    /**
     * Whether all has been read. Asks the server what is available only where that is needed: Tomcat, asked for that after the
     * end, forgets a request that came together with this one, and meets the end of what a caller sends.
     */
    boolean isAtEnd() throws IOException {
        return length < 0 ? in.isFinished() && (!finishesEarly || in.available() == 0) : position >= length;
    }

    /**
     * Whether something can be read; else the server will call when it can. Must not be called at the end, where Tomcat would
     * call onAllDataRead() from here.
     */
    boolean isReady() {
        // Set first: the server may call before isReady() returns.
        waiting = true;
        boolean ready = in.isReady();
        waiting = !ready;
        return ready;
    }

    /** Whether the server will call. Any thread. */
    boolean isWaiting() {
        return waiting;
    }

    /** The server has called. */
    void called() {
        waiting = false;
    }

    /** @return how much was read; less than 0 if nothing more comes */
    int read(byte[] into, int offset, int most) throws IOException {
        int count = in.read(into, offset, most);
        if (count >= 0) {
            long behind = position + count;
            position = behind;
            lastRead = clock.nanos();
        }
        return count;
    }
}
