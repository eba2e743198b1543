package org.corral.queue;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How much of the servers' time one person has had, over all servers, models, sessions and keys, in nanoseconds divided by the
 * person's weight. Requests of the class batch raise a second count as well, ten times as fast, and are ordered by the higher one: so
 * a batch delays its owner's own chats by no more than what it has really used. Guarded by the queue's lock.
 */
final class Standing {
    private static final int KEYS = 16;
    private static final double HALF_LIFE = Duration.ofMinutes(15).toNanos();

    private final Set<Turn> running = new LinkedHashSet<>();
    private final Set<Line> lines = new LinkedHashSet<>();
    private final Costs costs = new Costs(KEYS);

    private double service;
    private double batch;
    private double recent; // nanoseconds, halved every quarter of an hour
    private long recentAt;
    private int waiting;

    Standing(long now) {
        this.recentAt = now;
    }

    // ---- the order

    /** Includes what runs: by what it has cost so far, or is expected to if that is more. */
    double order(ShareClass shareClass, long now) {
        double all = service;
        double batches = batch;
        for (Turn turn : running) {
            double cost = turn.reserved(now);
            all += cost / turn.demand().weight();
            batches += batchCost(turn, cost);
        }
        return shareClass == ShareClass.BATCH ? Math.max(all, batches) : all;
    }

    private static double batchCost(Turn turn, double cost) {
        return turn.demand().shareClass() == ShareClass.BATCH ? turn.weighted(cost) : 0;
    }

    /**
     * The person begins to ask for answers of this class: they come no earlier than the one who has had least of those who are
     * there, but for a credit that is the greater the less they have used of late.
     */
    void lift(ShareClass shareClass, double floor, Duration credit, long now) {
        if (shareClass == ShareClass.BATCH) {
            batch = Math.max(batch, floor);
        } else {
            double most = credit.toNanos();
            double earned = most == 0 ? 0 : most * most / (most + recent(now));
            service = Math.max(service, floor - earned);
        }
    }

    /** What the person has used of late, in nanoseconds of a server. */
    double recent(long now) {
        recent *= Math.pow(2, -Math.max(0, now - recentAt) / HALF_LIFE);
        recentAt = now;
        return recent;
    }

    // ---- what they have

    boolean isActive(ShareClass shareClass) {
        return lines.stream().anyMatch(line -> line.shareClass() == shareClass)
                || running.stream().anyMatch(turn -> turn.demand().shareClass() == shareClass);
    }

    boolean isIdle() {
        return lines.isEmpty() && running.isEmpty();
    }

    void begin(Turn turn) {
        running.add(turn);
    }

    /** @param cost of the request, in nanoseconds of a server */
    void end(Turn turn, double cost, long now) {
        running.remove(turn);
        service += cost / turn.demand().weight();
        batch += batchCost(turn, cost);
        recent = recent(now) + cost;
    }

    Set<Turn> running() {
        return running;
    }

    Set<Line> lines() {
        return lines;
    }

    Costs costs() {
        return costs;
    }

    int waiting() {
        return waiting;
    }

    void waiting(int change) {
        waiting += change;
    }
}
