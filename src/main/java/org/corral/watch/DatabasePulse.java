package org.corral.watch;

import java.time.Duration;
import org.corral.timing.MonotonicClock;

/**
 * Whether the database answers, by a question that one thread asks once a second. Whoever wants to know gets the last
 * answer and waits for nothing. Thread-safe.
 */
public final class DatabasePulse implements Runnable {
    /** How often {@link #run()} is to be called. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    /** A question that has been open for longer counts as unanswered: exactly as old is not. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Runnable question;
    private final MonotonicClock clock;
    private volatile boolean answers = true;
    private volatile long answered;

    /** @param question blocks, and throws if there is no answer; a start that has come this far has had one */
    public DatabasePulse(Runnable question, MonotonicClock clock) {
        this.question = question;
        this.clock = clock;
        this.answered = clock.nanos();
    }

    /** Asks. Throws what the question throws. */
    @Override
    public void run() {
        boolean good = false;
        try {
            question.run();
            answered = clock.nanos();
            good = true;
        } finally {
            answers = good;
        }
    }

    public boolean isReachable() {
        return answers && clock.nanos() - answered <= EVERY.plus(PATIENCE).toNanos();
    }
}
