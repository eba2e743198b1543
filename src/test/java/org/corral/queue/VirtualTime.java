package org.corral.queue;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.corral.timing.ManualClock;

/** What happens when, without waiting for it: an hour takes as long as there is something to do in it. */
final class VirtualTime {
    private record Event(long at, long number, Runnable what) {}

    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::at).thenComparingLong(Event::number);

    final ManualClock clock = new ManualClock();
    private final PriorityQueue<Event> events = new PriorityQueue<>(ORDER);
    private long now;
    private long numbers;

    /** Nanoseconds since the beginning. */
    long now() {
        return now;
    }

    void after(long nanos, Runnable what) {
        events.add(new Event(now + nanos, numbers++, what));
    }

    /** Lets everything happen that is to happen until then. */
    void runUntil(long end) {
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event next = events.remove();
            clock.advanceNanos(next.at() - now);
            now = next.at();
            next.what().run();
        }
        clock.advanceNanos(end - now);
        now = end;
    }

    /** Lets everything happen until nothing is left to happen. */
    void runToTheEnd() {
        while (!events.isEmpty()) {
            runUntil(events.peek().at());
        }
    }
}
