package org.corral.body;

import java.io.IOException;
import java.time.Duration;
import org.corral.settings.LingerSettings;
import org.corral.timing.MonotonicClock;

/**
 * What is left of a body that nobody wants any more, since its answer has been written. It is read all the same, up to some size
 * and for some time: who is still sending when the connection is closed gets a reset in place of the answer (RFC 9112, 9.6).
 * Used by one thread at a time, but for {@link #isOverdue}.
 */
public final class LingeringRead {
    /** Who has sent nothing for so long has seen the answer, or has gone. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final ServletBodySource in;
    private final LingerSettings settings;
    private final MonotonicClock clock;
    private final Runnable then;
    private final byte[] scrap;
    private final long begun;
    private volatile long lastRead;
    private long left;
    private boolean over;

    /** @param then what is done, once, when the connection may be closed */
    public LingeringRead(ServletBodySource in, LingerSettings settings, MonotonicClock clock, Runnable then) {
        this.in = in;
        this.settings = settings;
        this.clock = clock;
        this.then = then;
        this.begun = clock.nanos();
        this.lastRead = begun;
        this.left = settings.size().bytes();
        this.scrap = new byte[(int) Math.min(8192, left)];
    }

    /** Reads what has arrived. To be called at first, unless the server is about to call, whenever it does, and once overdue. */
    public void read() {
        if (!over && isAtEnd()) {
            over = true;
            then.run();
        }
    }

    /** Whether there is no more, or no more is read; else the server will call when there is. */
    private boolean isAtEnd() {
        try {
            while (left > 0 && !isOverdue(clock.nanos())) {
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
                lastRead = clock.nanos();
            }
            return true;
        } catch (IOException e) {
            // The server ends the request; if it does not, it will be overdue.
            return false;
        }
    }

    /** Whether no more is read. Any thread. */
    public boolean isOverdue(long now) {
        return now - begun > settings.time().toNanos() || now - lastRead > SILENCE.toNanos();
    }
}
