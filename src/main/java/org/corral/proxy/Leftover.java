package org.corral.proxy;

import java.io.IOException;
import java.time.Duration;
import org.corral.body.Inflow;

/**
 * What is left of a body that nobody wants any more, since its answer has been written. It is read all the same, up to some size
 * and for some time: who is still sending when the connection is closed gets a reset in place of the answer (RFC 9112, 9.6).
 * Guarded by whoever owns it.
 */
final class Leftover {
    private static final long MOST = 64L << 20;
    private static final Duration WITHIN = Duration.ofSeconds(5);
    /** Who has sent nothing for so long has seen the answer, or has gone. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final Inflow in;
    private final Runnable then;
    private final byte[] scrap = new byte[8192];
    private final long begun = System.nanoTime();
    private long lastRead = begun;
    private long left = MOST;

    /** @param then what is done once the connection may be closed */
    Leftover(Inflow in, Runnable then) {
        this.in = in;
        this.then = then;
    }

    /**
     * Reads what has arrived.
     *
     * @return whether there is no more, or no more is read; else the server will call when there is
     */
    boolean read() throws IOException {
        while (left > 0) {
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
    }

    boolean isOverdue(long now) {
        return now - begun > WITHIN.toNanos() || now - lastRead > SILENCE.toNanos();
    }

    /** To be called without any lock. */
    Runnable then() {
        return then;
    }
}
