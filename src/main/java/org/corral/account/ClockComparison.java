package org.corral.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Notices by the times in what other nodes write that their clocks differ from this one. Used by one thread. */
final class ClockComparison {
    private static final Duration TOLERATED = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Clock clock;
    private Instant warnedAt = Instant.EPOCH;

    ClockComparison(Clock clock) {
        this.clock = clock;
    }

    /**
     * The warning for the log, at most once an hour.
     *
     * @param writtenAt milliseconds since 1970 by the clock of the node that has written them a moment ago
     */
    Optional<String> warning(long writtenAt) {
        Instant now = clock.instant();
        Duration difference = Duration.between(now, Instant.ofEpochMilli(writtenAt));
        if (difference.abs().compareTo(TOLERATED) <= 0 || now.isBefore(warnedAt.plus(PAUSE))) {
            return Optional.empty();
        }
        warnedAt = now;
        return Optional.of("The clock of another node is " + difference.abs().toSeconds() + " s "
                + (difference.isNegative() ? "behind" : "ahead of")
                + " the clock here: set the clocks of all nodes by NTP."
                + " Until then tokens and keys end, and tries to sign in are counted, by the clock of whichever node is"
                + " asked.");
    }
}
