package org.corral.queue;

import java.time.Duration;

/**
 * How many answers a server gives side by side with one runner key. Ollama does not tell, but shows it in two ways. If a request
 * begins to be answered while all that were let in before it still run, there are as many slots as requests. And the last line of
 * an answer lets one compute how long the request has waited inside: long, and there are fewer. One request is let in at first.
 * Guarded by its owner.
 */
final class SlotEstimate {
    /** A longer wait inside, in parts of the time for the whole answer, means that there was no slot. */
    private static final double SMALL_PART = 0.05;

    /** What reading a prompt may take beside the times that Ollama tells. */
    private static final long SMALL = Duration.ofMillis(20).toNanos();

    private static final long FIRST_PAUSE = Duration.ofMinutes(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofHours(1).toNanos();

    private int slots = 1;
    private int good; // answers in a row that have not waited though all slots were taken
    private int tooMany = Integer.MAX_VALUE; // not to be tried until again
    private long again;
    private long pause = FIRST_PAUSE;

    int slots(int most) {
        return Math.min(slots, most);
    }

    /**
     * An answer has begun, and none of those that ran when its request was let in has ended since.
     *
     * @param level how many requests were running when it was let in, with itself
     * @param most that may ever be let in
     */
    void begun(int level, int most, long now) {
        if (level >= slots && mayTry(level + 1, now)) {
            slots = Math.min(most, level + 1);
            good = 0;
        }
    }

    /**
     * An answer has ended.
     *
     * @param level how many requests were running when it was let in, with itself
     * @param most that may ever be let in
     */
    void answered(int level, AnswerTimes times, int most, long now) {
        if (times.inside() > Math.max((double) SMALL, times.total() * SMALL_PART)) {
            good = 0;
            if (level > 1 && level <= slots) {
                slots = level - 1;
                tooMany = level;
                again = now + pause;
                pause = Math.min(LONGEST_PAUSE, 2 * pause);
            }
        } else if (level >= slots && slots < most && mayTry(slots + 1, now)) {
            // One request may have come just as another one ended: as many as there are slots have not.
            good++;
            if (good >= slots) {
                good = 0;
                slots++;
            }
        }
    }

    private boolean mayTry(int more, long now) {
        return more < tooMany || now - again >= 0;
    }
}
