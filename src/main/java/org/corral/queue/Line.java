package org.corral.queue;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The requests of one person, of one class, to one destination, that wait: the first to come is the first. Guarded by the queue's lock. */
final class Line {
    /** Those who have had least come first; among equals the line that began to wait first. */
    static final Comparator<Line> ORDER =
            Comparator.<Line>comparingDouble(line -> line.order).thenComparingLong(line -> line.number);

    private final Standing standing;
    private final ShareClass shareClass;
    private final Destination destination;
    private final long number;
    private final TreeSet<Turn> turns = new TreeSet<>(Turn.BY_ARRIVAL);
    private double order;

    Line(Standing standing, ShareClass shareClass, Destination destination, long number) {
        this.standing = standing;
        this.shareClass = shareClass;
        this.destination = destination;
        this.number = number;
    }

    /** Never while the line is in a set that is sorted by it. */
    void sort(long now) {
        order = standing.order(shareClass, now);
    }

    /** Whether it is where it belongs. */
    boolean isSorted(long now) {
        return order == standing.order(shareClass, now);
    }

    double order() {
        return order;
    }

    Standing standing() {
        return standing;
    }

    ShareClass shareClass() {
        return shareClass;
    }

    Destination destination() {
        return destination;
    }

    NavigableSet<Turn> turns() {
        return turns;
    }
}
