package org.corral.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** All requests that wait, by arrival, by person and by destination. Guarded by the queue's lock. */
final class WaitingTurns {
    /** All who want to go to one destination. */
    static final class Group {
        private final Destination destination;
        private final Map<Standing, Map<ShareClass, Line>> lines = new HashMap<>();
        private final TreeSet<Line> inOrder = new TreeSet<>(Line.ORDER);
        private final TreeSet<Turn> byArrival = new TreeSet<>(Turn.BY_ARRIVAL);

        Group(Destination destination) {
            this.destination = destination;
        }

        Destination destination() {
            return destination;
        }

        /** Empty if nobody who waits here may have a place. */
        Optional<Line> first(Predicate<Standing> may) {
            for (Line line : inOrder) {
                if (may.test(line.standing())) {
                    return Optional.of(line);
                }
            }
            return Optional.empty();
        }

        /** When the one came who has waited longest of those who may have a place; there must be one. */
        long oldest(Predicate<Standing> may) {
            Turn oldest = byArrival.first();
            if (may.test(oldest.standing())) {
                return oldest.since();
            }
            return inOrder.stream()
                    .filter(line -> may.test(line.standing()))
                    .map(line -> line.turns().first())
                    .min(Turn.BY_ARRIVAL)
                    .orElseThrow()
                    .since();
        }
    }

    private final Map<Destination, Group> groups = new HashMap<>();
    private final TreeSet<Turn> byArrival = new TreeSet<>(Turn.BY_ARRIVAL);
    private final TreeSet<Line> inOrder = new TreeSet<>(Line.ORDER);
    private long lineNumber;

    void add(Turn turn, long now) {
        Destination destination = turn.destination();
        Group group = groups.computeIfAbsent(destination, Group::new);
        Line line = group.lines
                .computeIfAbsent(turn.standing(), standing -> new HashMap<>())
                .computeIfAbsent(turn.demand().shareClass(), shareClass -> newLine(turn, shareClass, group, now));
        line.turns().add(turn);
        group.byArrival.add(turn);
        byArrival.add(turn);
        turn.standing().waiting(1);
        turn.wait(line);
    }

    private Line newLine(Turn turn, ShareClass shareClass, Group group, long now) {
        Line line = new Line(turn.standing(), shareClass, group.destination(), lineNumber++);
        line.sort(now);
        group.inOrder.add(line);
        inOrder.add(line);
        turn.standing().lines().add(line);
        return line;
    }

    /** @param line where the turn waits */
    void remove(Turn turn, Line line) {
        Group group = group(line);
        line.turns().remove(turn);
        group.byArrival.remove(turn);
        byArrival.remove(turn);
        turn.standing().waiting(-1);
        if (line.turns().isEmpty()) {
            group.inOrder.remove(line);
            inOrder.remove(line);
            turn.standing().lines().remove(line);
            Map<ShareClass, Line> ofPerson = group.lines.get(turn.standing());
            if (ofPerson != null) {
                ofPerson.remove(line.shareClass());
                if (ofPerson.isEmpty()) {
                    group.lines.remove(turn.standing());
                }
            }
        }
        if (group.byArrival.isEmpty()) {
            groups.remove(group.destination());
        }
    }

    private Group group(Line line) {
        Group group = groups.get(line.destination());
        if (group == null) {
            throw new IllegalStateException("a line without a group");
        }
        return group;
    }

    /** What a person has had has changed. */
    void reorder(Standing standing, long now) {
        for (Line line : standing.lines()) {
            if (line.isSorted(now)) {
                continue;
            }
            Group group = group(line);
            group.inOrder.remove(line);
            inOrder.remove(line);
            line.sort(now);
            group.inOrder.add(line);
            inOrder.add(line);
        }
    }

    /** The line of the one who has had least. */
    Optional<Line> first() {
        return inOrder.isEmpty() ? Optional.empty() : Optional.of(inOrder.first());
    }

    Optional<Turn> oldest() {
        return byArrival.isEmpty() ? Optional.empty() : Optional.of(byArrival.first());
    }

    Collection<Group> groups() {
        return groups.values();
    }

    /** Those whose person has had least come first. */
    List<Group> groupsInOrder() {
        List<Group> sorted = new ArrayList<>(groups.values());
        sorted.sort((one, other) -> Line.ORDER.compare(one.inOrder.first(), other.inOrder.first()));
        return sorted;
    }

    Collection<Line> linesInOrder() {
        return inOrder;
    }

    int size() {
        return byArrival.size();
    }
}
