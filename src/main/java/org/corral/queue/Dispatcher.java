package org.corral.queue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides who is let in where. Guarded by the queue's lock. */
final class Dispatcher {
    private final Places places;
    private final QueueRules rules;
    private final WaitingTurns waiting;
    private final Standings standings;
    private final Map<Place, ServerShare> servers = new LinkedHashMap<>();
    private final DrainRate rate;

    Dispatcher(Places places, QueueRules rules, WaitingTurns waiting, Standings standings, long now) {
        this.places = places;
        this.rules = rules;
        this.waiting = waiting;
        this.standings = standings;
        this.rate = new DrainRate(now);
        places.all().forEach(place -> servers.put(place, new ServerShare(place, now)));
    }

    /** Lets in whoever may be, in order. */
    void dispatch(Decisions decisions, long now) {
        if (waiting.size() == 0 || servers.values().stream().noneMatch(each -> each.hasRoom() || each.hasBatch())) {
            return;
        }
        for (ServerShare server : servers.values()) {
            for (Turn turn : server.running()) {
                waiting.reorder(turn.standing(), now);
            }
        }
        boolean more = true;
        while (more) {
            more = admitOne(decisions, now);
        }
        takeBack(decisions, now);
    }

    /** @return whether one was let in */
    private boolean admitOne(Decisions decisions, long now) {
        if (waiting.size() == 0 || servers.values().stream().noneMatch(ServerShare::hasRoom)) {
            return false;
        }
        Map<ServerShare, Gate> gates = new LinkedHashMap<>();
        for (WaitingTurns.Group group : waiting.groupsInOrder()) {
            Optional<Line> first = group.first(this::mayRun);
            Optional<ServerShare> server = first.flatMap(line -> candidates(line.destination()).stream()
                    .filter(each -> isOpen(each, line, gates, now))
                    .findFirst());
            if (server.isPresent()) {
                admit(first.orElseThrow(), server.get(), decisions, now);
                return true;
            }
        }
        return false;
    }

    private boolean isOpen(ServerShare server, Line line, Map<ServerShare, Gate> gates, long now) {
        RunnerKey key = line.destination().key();
        return server.hasSlot(key)
                && gates.computeIfAbsent(server, each -> gate(each, now)).admits(key, server);
    }

    private Gate gate(ServerShare server, long now) {
        return Gate.of(server, waiting.groups(), group -> candidates(group.destination()), this::mayRun, rules, now);
    }

    private void admit(Line line, ServerShare server, Decisions decisions, long now) {
        Turn turn = line.turns().first();
        waiting.remove(turn, line);
        server.begin(turn, standings.expected(turn), now);
        turn.standing().begin(turn);
        waiting.reorder(turn.standing(), now);
        rate.admitted(waiting.size() > 0, now);
        decisions.admitted(turn, server.place());
    }

    /**
     * Asks one batch request back for an interactive one that waits. When its place has come free, the next is looked for: so no
     * more are cancelled than there are who gain by it.
     */
    private void takeBack(Decisions decisions, long now) {
        if (servers.values().stream().noneMatch(ServerShare::hasBatch)) {
            return;
        }
        Optional<Turn> victim = waiting.linesInOrder().stream()
                .filter(line -> line.shareClass() == ShareClass.INTERACTIVE && mayRun(line.standing()))
                .findFirst()
                .flatMap(line -> victim(line, now));
        victim.ifPresent(turn -> {
            turn.recall(Turn.Recall.ASKED);
            decisions.takenBack(turn);
        });
    }

    private Optional<Turn> victim(Line line, long now) {
        RunnerKey key = line.destination().key();
        for (ServerShare server : candidates(line.destination())) {
            if (server.isAsking()) {
                return Optional.empty();
            }
            if (gate(server, now).admits(key, server)) {
                Optional<Turn> found = server.lastToBeTakenBack(key, line.order(), now);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    boolean mayRun(Standing standing) {
        return standing.running().size() < rules.streamsPerPerson();
    }

    DrainRate rate() {
        return rate;
    }

    /** The servers that suit, the best first. */
    List<ServerShare> candidates(Destination destination) {
        return places.candidates(destination).stream().map(this::share).toList();
    }

    ServerShare share(Place place) {
        ServerShare share = servers.get(place);
        if (share == null) {
            throw new IllegalStateException("a server that is not the queue's");
        }
        return share;
    }

    Collection<ServerShare> servers() {
        return servers.values();
    }
}
