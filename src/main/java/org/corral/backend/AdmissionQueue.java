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
 * Lets requests in, as many as the servers take at once; others wait, and the first to come is the first to be let in where a
 * server suits it.
 *
 * <p>The lock of this object guards which leases wait, what becomes of each {@link QueuedLease}, and how many requests each
 * {@link Ollama} has. Owners are told after it has been released, by the thread that has decided; with it held, only the locks of
 * each server's {@link Health} are taken.
 */
final class AdmissionQueue implements Ticker.Listener {
    private final List<Ollama> servers;
    private final QueueSettings settings;
    private final MonotonicClock clock;
    private final Set<QueuedLease> waiting = new LinkedHashSet<>(); // guarded by this; the first to come is the first

    AdmissionQueue(List<Ollama> servers, QueueSettings settings, MonotonicClock clock) {
        this.servers = servers;
        this.settings = settings;
        this.clock = clock;
    }

    void enter(QueuedLease lease) {
        List<Runnable> decisions = new ArrayList<>();
        synchronized (this) {
            if (!lease.isOver()) {
                admitOrEnqueue(lease, decisions);
            }
        }
        decisions.forEach(Runnable::run);
    }

    void next(QueuedLease lease) {
        List<Runnable> decisions = new ArrayList<>();
        synchronized (this) {
            Ollama place = lease.place();
            if (lease.isOver() || place == null) {
                return;
            }
            place.leave(lease.requirement().place());
            admitWaiting(decisions);
            admitOrEnqueue(lease, decisions);
        }
        decisions.forEach(Runnable::run);
    }

    void leave(QueuedLease lease) {
        List<Runnable> decisions = new ArrayList<>();
        synchronized (this) {
            if (lease.isOver()) {
                return;
            }
            lease.end();
            Ollama place = lease.place();
            if (waiting.remove(lease) || place == null) {
                return;
            }
            place.leave(lease.requirement().place());
            admitWaiting(decisions);
        }
        decisions.forEach(Runnable::run);
    }

    @Override
    public void onTick(long now) {
        List<Runnable> decisions = new ArrayList<>();
        synchronized (this) {
            // A server that has come back has room, though nobody has left it.
            admitWaiting(decisions);
            for (Iterator<QueuedLease> leases = waiting.iterator(); leases.hasNext(); ) {
                QueuedLease lease = leases.next();
                if (lease.waits(now) > settings.timeout().toNanos()) {
                    leases.remove();
                    refuse(lease, LeaseRefusal.WAITED_TOO_LONG, decisions);
                }
            }
        }
        decisions.forEach(Runnable::run);
    }

    // ---- all below with the lock held

    /** @param decisions gets what its owner is to be told */
    private void admitOrEnqueue(QueuedLease lease, List<Runnable> decisions) {
        List<Ollama> candidates = candidates(lease);
        if (candidates.isEmpty()) {
            refuse(lease, lease.tried().isEmpty() ? LeaseRefusal.NO_SUCH_SERVER : LeaseRefusal.NONE_LEFT, decisions);
        } else if (!admit(lease, candidates, decisions)) {
            if (waiting.size() < settings.length()) {
                waiting.add(lease);
            } else {
                refuse(lease, LeaseRefusal.QUEUE_FULL, decisions);
            }
        }
    }

    private void admitWaiting(List<Runnable> decisions) {
        for (Iterator<QueuedLease> leases = waiting.iterator(); leases.hasNext() && anyRoom(); ) {
            QueuedLease lease = leases.next();
            if (admit(lease, candidates(lease), decisions)) {
                leases.remove();
            }
        }
    }

    private List<Ollama> candidates(QueuedLease lease) {
        return ServerSelection.candidates(servers, lease.requirement(), lease.tried(), clock.nanos());
    }

    private static boolean admit(QueuedLease lease, List<Ollama> candidates, List<Runnable> decisions) {
        for (Ollama candidate : candidates) {
            if (candidate.enter(lease.requirement().place())) {
                lease.place(candidate);
                decisions.add(() -> lease.owner().admitted(lease));
                return true;
            }
        }
        return false;
    }

    private static void refuse(QueuedLease lease, LeaseRefusal why, List<Runnable> decisions) {
        lease.end();
        decisions.add(() -> lease.owner().refused(why));
    }

    private boolean anyRoom() {
        return servers.stream().anyMatch(Ollama::hasRoom);
    }

    // ---- what others ask

    /** The server that has let the request in, or had; null if none has yet. */
    synchronized @Nullable Ollama serverOf(QueuedLease lease) {
        return lease.place();
    }

    /** How many requests wait. */
    synchronized int length() {
        return waiting.size();
    }

    /** Measures for how long a request has waited. */
    MonotonicClock clock() {
        return clock;
    }
}
