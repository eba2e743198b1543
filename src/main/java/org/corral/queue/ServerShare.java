package org.corral.queue;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One server as the queue sees it: what runs there, what it has in memory, and how many answers it gives at once. Guarded by the queue's lock. */
final class ServerShare {
    /** Runner keys whose slots are remembered. */
    private static final int KEYS = 256;

    private final Place place;
    private final ServiceClock clock;
    private final Residency residency = new Residency();
    private final Set<Turn> running = new LinkedHashSet<>();
    private final Map<RunnerKey, SlotEstimate> slots = new Recent<>(KEYS);

    private long endings;

    ServerShare(Place place, long now) {
        this.place = place;
        this.clock = new ServiceClock(now);
    }

    /** Whether it may be given another request at all. */
    boolean hasRoom() {
        return running.size() < place.limit();
    }

    /** Whether a request with this key would wait for no other one. */
    boolean hasSlot(RunnerKey key) {
        return hasRoom() && running(key) < slots(key);
    }

    int slots(RunnerKey key) {
        return place.hasFixedSlots() ? place.limit() : estimate(key).slots(place.limit());
    }

    private SlotEstimate estimate(RunnerKey key) {
        return slots.computeIfAbsent(key, unknown -> new SlotEstimate());
    }

    int running(RunnerKey key) {
        int count = 0;
        for (Turn turn : running) {
            if (turn.demand().key().equals(key)) {
                count++;
            }
        }
        return count;
    }

    /** @param cost that is expected, in nanoseconds */
    void begin(Turn turn, double cost, long now) {
        turn.run(this, cost, !residency.has(turn.demand().key()), now);
        clock.enter(now);
        running.add(turn);
        residency.use(turn.demand().key(), now);
    }

    /** @return what it has cost, in nanoseconds */
    double end(Turn turn, long now) {
        double cost = turn.charged(now);
        clock.leave(now);
        running.remove(turn);
        endings++;
        return cost;
    }

    /** An answer has begun. */
    void begun(Turn turn, long now) {
        if (!place.hasFixedSlots() && turn.endings() == endings) {
            estimate(turn.demand().key()).begun(turn.level(), place.limit(), now);
        }
    }

    /** How many requests have ended here. */
    long endings() {
        return endings;
    }

    /** The last line of an answer has told its times. */
    void answered(Turn turn, AnswerTimes times, long now) {
        RunnerKey key = turn.demand().key();
        if (turn.hasLoaded()) {
            residency.loaded(key, times.load());
        }
        if (!place.hasFixedSlots()) {
            estimate(key).answered(turn.level(), times, place.limit(), now);
        }
    }

    /** Whether any request may be asked back. */
    boolean hasBatch() {
        return running.stream().anyMatch(Turn::mayBeTakenBack);
    }

    /** Whether a request has been asked back, and has not come yet. */
    boolean isAsking() {
        return running.stream().anyMatch(turn -> turn.recall() == Turn.Recall.ASKED);
    }

    /**
     * The batch request let in last whose place a request with this key could have.
     *
     * @param order of the one who wants it; a batch whose owner has had less than they is left alone
     */
    Optional<Turn> lastToBeTakenBack(RunnerKey key, double order, long now) {
        boolean any = !hasRoom();
        return running.stream()
                .filter(Turn::mayBeTakenBack)
                .filter(turn -> any || turn.demand().key().equals(key))
                .filter(turn -> turn.standing().order(ShareClass.BATCH, now) > order)
                .reduce((earlier, later) -> later);
    }

    Set<RunnerKey> runningKeys() {
        Set<RunnerKey> keys = new HashSet<>();
        running.forEach(turn -> keys.add(turn.demand().key()));
        return keys;
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    Place place() {
        return place;
    }

    ServiceClock clock() {
        return clock;
    }

    Residency residency() {
        return residency;
    }

    Set<Turn> running() {
        return running;
    }
}
