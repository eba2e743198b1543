package org.corral.backend;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.corral.settings.QueueSettings;
import org.corral.timing.Watch;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in, as many as the servers take at once; others wait, the first to come the first to be let in where a server
 * suits it.
 */
final class Turns implements Watch.Watched {
    private final List<Ollama> servers;
    private final QueueSettings settings;
    private final Set<Turn> waiting = new LinkedHashSet<>(); // guarded by this

    Turns(List<Ollama> servers, QueueSettings settings) {
        this.servers = servers;
        this.settings = settings;
    }

    /** What becomes of a turn is told outside of the lock. */
    void enter(Turn turn) {
        Runnable word;
        synchronized (this) {
            word = turn.isOver() ? () -> {} : seat(turn);
        }
        word.run();
    }

    private Runnable seat(Turn turn) {
        List<Ollama> candidates = Choice.candidates(servers, turn.wish(), turn.tried(), System.nanoTime());
        if (candidates.isEmpty()) {
            return refusal(turn, turn.tried().isEmpty() ? Refused.NO_SUCH_SERVER : Refused.NONE_LEFT);
        }
        if (takePlace(turn, candidates)) {
            return () -> turn.owner().admitted(turn);
        }
        if (waiting.size() >= settings.length()) {
            return refusal(turn, Refused.QUEUE_FULL);
        }
        waiting.add(turn);
        return () -> {};
    }

    private static Runnable refusal(Turn turn, Refused why) {
        turn.end();
        return () -> turn.owner().refused(why);
    }

    private static boolean takePlace(Turn turn, List<Ollama> candidates) {
        for (Ollama candidate : candidates) {
            if (candidate.enter()) {
                turn.place(candidate);
                return true;
            }
        }
        return false;
    }

    synchronized @Nullable Ollama serverOf(Turn turn) {
        return turn.place();
    }

    void next(Turn turn) {
        List<Runnable> words = new ArrayList<>();
        synchronized (this) {
            Ollama place = turn.place();
            if (turn.isOver() || place == null) {
                return;
            }
            place.leave();
            words.addAll(seatThoseWhoWait());
            words.add(seat(turn));
        }
        words.forEach(Runnable::run);
    }

    void leave(Turn turn) {
        List<Runnable> words;
        synchronized (this) {
            if (turn.isOver()) {
                return;
            }
            turn.end();
            Ollama place = turn.place();
            if (waiting.remove(turn) || place == null) {
                return;
            }
            place.leave();
            words = seatThoseWhoWait();
        }
        words.forEach(Runnable::run);
    }

    private List<Runnable> seatThoseWhoWait() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Runnable> words = new ArrayList<>();
        for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext() && anyRoom(); ) {
            Turn turn = turns.next();
            if (takePlace(turn, Choice.candidates(servers, turn.wish(), turn.tried(), System.nanoTime()))) {
                turns.remove();
                words.add(() -> turn.owner().admitted(turn));
            }
        }
        return words;
    }

    private boolean anyRoom() {
        return servers.stream().anyMatch(Ollama::hasRoom);
    }

    @Override
    public void look(long now) {
        List<Runnable> words = new ArrayList<>();
        synchronized (this) {
            // A server that has come back has room, though nobody has left it.
            words.addAll(seatThoseWhoWait());
            for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext(); ) {
                Turn turn = turns.next();
                if (turn.waits(now) > settings.longestWait().toNanos()) {
                    turns.remove();
                    words.add(refusal(turn, Refused.WAITED_TOO_LONG));
                }
            }
        }
        words.forEach(Runnable::run);
    }

    /** How many wait. */
    synchronized int length() {
        return waiting.size();
    }
}
