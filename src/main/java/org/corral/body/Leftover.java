package org.corral.body;

import java.io.IOException;
import java.time.Duration;

/**
 * What is left of a body that nobody wants any more, since its answer has been written. It is read all the same, up to some size
 * and for some time: who is still sending when the connection is closed gets a reset in place of the answer (RFC 9112, 9.6).
 * Thread-safe.
 */
public final class Leftover {
    private static final long MOST = 64L << 20;
    private static final Duration WITHIN = Duration.ofSeconds(5);
    /** Who has sent nothing for so long has seen the answer, or has gone. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final Inflow in;
    private final Runnable then;

    // All below are guarded by this.
    private final byte[] scrap = new byte[8192];
    private final long begun = System.nanoTime();
    private long lastRead = begun;
    private long left = MOST;
    private boolean over;

    /** @param then what is done, once and without any lock, when the connection may be closed */
    public Leftover(Inflow in, Runnable then) {
        this.in = in;
        this.then = then;
    }

    /** Reads what has arrived. To be called at first, unless the server is about to call, and whenever it does. */
    public void readOn() {
        if (isAtEnd()) {
            end();
        }
    }

    /** Whether there is no more, or no more is read; else the server will call when there is. */
    private synchronized boolean isAtEnd() {
        try {
            while (!over && left > 0) {
                if (in.isAtEnd()) {
                    return true;
                }
                if (!in.isReady()) {
                    return false;
                }
                int read = in.read(scrap, 0, scrap.length);
                if (read < 0) {
                    return true;
                }
                left -= read;
                lastRead = System.nanoTime();
            }
            return true;
        } catch (IOException e) {
            // The server ends the request; if it does not, look() will.
            return false;
        }
    }

    /** No more is read. */
    public void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        then.run();
    }

    /** To be called now and then: nothing is read for ever. The clock is {@link System#nanoTime()}. */
    public void look(long now) {
        if (isOverdue(now)) {
            end();
        }
    }

    private synchronized boolean isOverdue(long now) {
        return now - begun > WITHIN.toNanos() || now - lastRead > SILENCE.toNanos();
    }
}
