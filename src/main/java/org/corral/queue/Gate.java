package org.corral.queue;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which runner keys a server may be given now. While it answers, only those that are in its memory, or fit in beside them: Ollama
 * would unload a model for another one only after its last answer, which never comes as long as new requests for it do. So when it
 * is the turn of another model, nothing is let in until the server has nothing to do.
 *
 * @param next the key that is to come into memory; empty if none is
 * @param open whether the keys in memory are let in
 */
record Gate(Optional<RunnerKey> next, boolean open) {
    private static final Gate RESIDENT = new Gate(Optional.empty(), true);
    private static final Gate DRAIN = new Gate(Optional.empty(), false);

    boolean admits(RunnerKey key, ServerShare server) {
        return next.map(key::equals).orElseGet(() -> open && server.residency().fits(key));
    }

    /** What waits for one server. */
    private static final class Waiting {
        private Optional<Line> resident = Optional.empty(); // the first by order
        private Optional<Line> foreign = Optional.empty(); // for a model that no server has in memory
        private Optional<Line> elsewhere = Optional.empty(); // for one that another server has
        private Optional<RunnerKey> oldest = Optional.empty(); // of the foreign ones
        private long longest; // that one of them has waited

        void add(Line line, long waited, ServerShare server, boolean residentElsewhere) {
            RunnerKey key = line.destination().key();
            if (server.residency().fits(key)) {
                resident = first(resident, line);
            } else if (residentElsewhere) {
                elsewhere = first(elsewhere, line);
            } else {
                foreign = first(foreign, line);
                if (oldest.isEmpty() || waited > longest) {
                    oldest = Optional.of(key);
                    longest = waited;
                }
            }
        }

        private static Optional<Line> first(Optional<Line> found, Line line) {
            return found.filter(other -> Line.ORDER.compare(other, line) <= 0).or(() -> Optional.of(line));
        }
    }

    /**
     * @param candidates the servers that suit a group
     * @param may whether somebody may have a place now
     */
    static Gate of(
            ServerShare server,
            Iterable<WaitingTurns.Group> groups,
            Function<WaitingTurns.Group, List<ServerShare>> candidates,
            Predicate<Standing> may,
            QueueRules rules,
            long now) {
        Waiting waiting = new Waiting();
        for (WaitingTurns.Group group : groups) {
            List<ServerShare> suitable = candidates.apply(group);
            if (suitable.contains(server)) {
                RunnerKey key = group.destination().key();
                boolean elsewhere = suitable.stream()
                        .anyMatch(other -> other != server && other.residency().has(key));
                group.first(may).ifPresent(line -> waiting.add(line, now - group.oldest(may), server, elsewhere));
            }
        }
        return decide(server, waiting, rules, now);
    }

    private static Gate decide(ServerShare server, Waiting waiting, QueueRules rules, long now) {
        boolean overdue = waiting.longest >= rules.modelWait().toNanos();
        if (waiting.foreign.isEmpty()) {
            boolean another = server.isIdle() && waiting.resident.isEmpty() && waiting.elsewhere.isPresent();
            return another ? switchTo(waiting.elsewhere.map(Gate::key)) : RESIDENT;
        }
        if (waiting.resident.isPresent() && !isDue(server, waiting, overdue, rules, now)) {
            return RESIDENT;
        }
        if (!server.isIdle()) {
            return DRAIN;
        }
        return switchTo(overdue ? waiting.oldest : waiting.foreign.map(Gate::key));
    }

    /**
     * Whether another model is to come though somebody waits for one that is there. A residency lasts for some load times in any case,
     * or a server to which many models are asked for would do nothing but load.
     */
    private static boolean isDue(ServerShare server, Waiting waiting, boolean overdue, QueueRules rules, long now) {
        boolean lessServed = Line.ORDER.compare(waiting.foreign.orElseThrow(), waiting.resident.orElseThrow()) < 0;
        return (overdue || lessServed) && server.residency().hasLasted(rules.residency(), now);
    }

    private static RunnerKey key(Line line) {
        return line.destination().key();
    }

    private static Gate switchTo(Optional<RunnerKey> key) {
        return new Gate(key, true);
    }
}
