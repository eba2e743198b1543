package org.corral.body;

import java.io.IOException;
import java.time.Duration;
import org.corral.settings.LingerSettings;
import org.corral.timing.MonotonicClock;

/**
 * Reads the rest of a body that is not wanted, up to some size and for some time, once the response has been written: a caller
 * who is still sending when the connection is closed gets a reset in place of the response (RFC 9112, 9.6).
 */
final class LingeringRead {
    /** A caller who has sent nothing for so long has seen the response, or has gone. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final int MOST_AT_ONCE = 8192;

    private final ServletBodySource in;
    private final MonotonicClock clock;
    private final Duration time;
    private final long begun;
    private final long end; // the position in the body behind which nothing is read
    private final byte[] scrap;
    private final Runnable whenOver;
    private boolean complete; // used by the thread that reads

    /** @param whenOver to be run, by whoever is told that this is over */
    LingeringRead(ServletBodySource in, LingerSettings settings, MonotonicClock clock, Runnable whenOver) {
        long size = settings.size().bytes();
        this.in = in;
        this.clock = clock;
        this.time = settings.time();
        this.begun = clock.nanos();
        this.end = in.position() + size;
        this.scrap = new byte[(int) Math.min(MOST_AT_ONCE, size)];
        this.whenOver = whenOver;
    }

    /**
     * Reads what has arrived. By one thread at a time.
     *
     * @return whether there is no more, or no more is read; else the server calls when there is
     */
    boolean read() {
        try {
            while (in.position() < end && !isOverdue(clock.nanos())) {
                if (in.isAtEnd()) {
                    complete = true;
                    return true;
                }
                if (!in.isReady()) {
                    return false;
                }
                if (in.read(scrap, 0, scrap.length) < 0) {
                    complete = true;
                    return true;
                }
            }
            return true;
        } catch (IOException e) {
            // The server ends the request; if it does not, this will be overdue.
            return false;
        }
    }

    /** Whether all of the body has been read. */
    boolean isComplete() {
        return complete;
    }

    Runnable whenOver() {
        return whenOver;
    }

    /** Whether it has lasted for too long. Any thread. */
    boolean isOverdue(long now) {
        long silence = Math.min(now - begun, now - in.lastRead());
        return now - begun > time.toNanos() || silence > SILENCE.toNanos();
    }
}
