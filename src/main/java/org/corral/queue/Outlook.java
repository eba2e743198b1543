package org.corral.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The order in which those who wait would be let in if nobody else came: each request of a person comes later by what the person's
 * requests before it are expected to cost. Which model is in memory is left out. Immutable.
 */
final class Outlook {
    static final Outlook EMPTY = new Outlook(Map.of());

    private record Tag(Turn turn, double order) {}

    private final Map<Turn, Integer> positions;

    private Outlook(Map<Turn, Integer> positions) {
        this.positions = positions;
    }

    static Outlook of(WaitingTurns waiting, Standings standings) {
        List<Tag> tags = new ArrayList<>();
        for (Line line : waiting.linesInOrder()) {
            double order = line.order();
            for (Turn turn : line.turns()) {
                tags.add(new Tag(turn, order));
                order += turn.weighted(standings.expected(turn));
            }
        }
        tags.sort(Comparator.comparingDouble(Tag::order).thenComparing(Tag::turn, Turn.BY_ARRIVAL));
        Map<Turn, Integer> positions = new HashMap<>();
        for (Tag tag : tags) {
            positions.put(tag.turn(), positions.size() + 1);
        }
        return new Outlook(positions);
    }

    /** 1 for the next; empty if the request did not wait then. */
    OptionalInt position(Turn turn) {
        Integer position = positions.get(turn);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }
}
