package org.corral.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What every person has had. Those who have not asked for long are forgotten: nothing of theirs counts any more. Guarded by the queue's lock. */
final class Standings {
    private static final int MOST = 10_000;
    private static final long LONG = Duration.ofHours(3).toNanos();
    private static final int KEYS = 1000;

    private record Entry(Standing standing, long at) {}

    private final Map<String, Entry> people = new HashMap<>();
    private final Costs costs = new Costs(KEYS);
    private double floor; // the least of those who were active, which never falls

    Standing of(String person, long now) {
        if (people.size() >= MOST) {
            people.values().removeIf(entry -> entry.standing().isIdle() && now - entry.at() > LONG);
        }
        if (people.size() >= 2 * MOST) {
            people.values().removeIf(entry -> entry.standing().isIdle());
        }
        return people.compute(
                        person, (id, known) -> new Entry(known == null ? new Standing(now) : known.standing(), now))
                .standing();
    }

    /** @param first the line of the one who has had least of those who wait */
    void raiseFloor(Optional<Line> first, Iterable<ServerShare> servers, long now) {
        double least = first.map(Line::order).orElse(Double.POSITIVE_INFINITY);
        for (ServerShare server : servers) {
            for (Turn turn : server.running()) {
                least = Math.min(least, turn.standing().order(turn.demand().shareClass(), now));
            }
        }
        if (least < Double.POSITIVE_INFINITY) {
            floor = Math.max(floor, least);
        }
    }

    double floor() {
        return floor;
    }

    /** What a request is expected to cost: what such a request of this person did, or else of anybody. */
    double expected(Turn turn) {
        RunnerKey key = turn.demand().key();
        return turn.standing().costs().of(key).orElseGet(() -> costs.of(key)
                .orElse((double) QueueRules.USUAL_COST.toNanos()));
    }

    /** @param cost of the request, in nanoseconds of a server */
    void learn(Turn turn, double cost) {
        costs.learn(turn.demand().key(), cost);
        turn.standing().costs().learn(turn.demand().key(), cost);
    }
}
