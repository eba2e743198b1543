package org.corral.backend;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.corral.settings.QueueSettings;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in, as many as the servers take at once; others wait, the first to come the first to be let in where a server
 * suits it.
 */
final class AdmissionQueue implements Ticker.Listener {
    private final List<Ollama> servers;
    private final QueueSettings settings;
    private final MonotonicClock clock;
    private final Set<QueuedLease> waiting = new LinkedHashSet<>(); // guarded by this

    AdmissionQueue(List<Ollama> servers, QueueSettings settings, MonotonicClock clock) {
        this.servers = servers;
        this.settings = settings;
        this.clock = clock;
    }

    /** What becomes of a turn is told outside of the lock. */
    void enter(QueuedLease lease) {
        Runnable word;
        synchronized (this) {
            word = lease.isOver() ? () -> {} : seat(lease);
        }
        word.run();
    }

    private Runnable seat(QueuedLease lease) {
        List<Ollama> candidates =
                ServerSelection.candidates(servers, lease.requirement(), lease.tried(), clock.nanos());
        if (candidates.isEmpty()) {
            return refusal(lease, lease.tried().isEmpty() ? LeaseRefusal.NO_SUCH_SERVER : LeaseRefusal.NONE_LEFT);
        }
        if (takePlace(lease, candidates)) {
            return () -> lease.owner().admitted(lease);
        }
        if (waiting.size() >= settings.length()) {
            return refusal(lease, LeaseRefusal.QUEUE_FULL);
        }
        waiting.add(lease);
        return () -> {};
    }

    private static Runnable refusal(QueuedLease lease, LeaseRefusal why) {
        lease.end();
        return () -> lease.owner().refused(why);
    }

    private static boolean takePlace(QueuedLease lease, List<Ollama> candidates) {
        for (Ollama candidate : candidates) {
            if (candidate.enter()) {
                lease.place(candidate);
                return true;
            }
        }
        return false;
    }

    synchronized @Nullable Ollama serverOf(QueuedLease lease) {
        return lease.place();
    }

    void next(QueuedLease lease) {
        List<Runnable> words = new ArrayList<>();
        synchronized (this) {
            Ollama place = lease.place();
            if (lease.isOver() || place == null) {
                return;
            }
            place.leave();
            words.addAll(seatThoseWhoWait());
            words.add(seat(lease));
        }
        words.forEach(Runnable::run);
    }

    void leave(QueuedLease lease) {
        List<Runnable> words;
        synchronized (this) {
            if (lease.isOver()) {
                return;
            }
            lease.end();
            Ollama place = lease.place();
            if (waiting.remove(lease) || place == null) {
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
        for (Iterator<QueuedLease> turns = waiting.iterator(); turns.hasNext() && anyRoom(); ) {
            QueuedLease lease = turns.next();
            if (takePlace(
                    lease, ServerSelection.candidates(servers, lease.requirement(), lease.tried(), clock.nanos()))) {
                turns.remove();
                words.add(() -> lease.owner().admitted(lease));
            }
        }
        return words;
    }

    private boolean anyRoom() {
        return servers.stream().anyMatch(Ollama::hasRoom);
    }

    @Override
    public void onTick(long now) {
        List<Runnable> words = new ArrayList<>();
        synchronized (this) {
            // A server that has come back has room, though nobody has left it.
            words.addAll(seatThoseWhoWait());
            for (Iterator<QueuedLease> turns = waiting.iterator(); turns.hasNext(); ) {
                QueuedLease lease = turns.next();
                if (lease.waits(now) > settings.timeout().toNanos()) {
                    turns.remove();
                    words.add(refusal(lease, LeaseRefusal.WAITED_TOO_LONG));
                }
            }
        }
        words.forEach(Runnable::run);
    }

    /** Measures for how long a request has waited. */
    MonotonicClock clock() {
        return clock;
    }

    /** How many wait. */
    synchronized int length() {
        return waiting.size();
    }
}
