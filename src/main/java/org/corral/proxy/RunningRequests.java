package org.corral.proxy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.corral.access.Caller;

/** The requests that run at present, by account. Thread-safe. */
public final class RunningRequests {
    /** Tells what a caller is by now. May block shortly for the database. */
    @FunctionalInterface
    public interface Judge {
        /** @return empty if the filter would not let them pass any more */
        Optional<Caller> asOfNow(Caller caller);
    }

    private final Judge judge;
    private final String everybody;
    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Set<RevocationCutoff>> byAccount = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param everybody in place of an account's id, all of them
     * @param most may run at once, or little more
     */
    public RunningRequests(Judge judge, String everybody, int most) {
        this.judge = judge;
        this.everybody = everybody;
        this.most = most;
    }

    /** Whether no more should be taken in: each holds memory of the server. */
    boolean isFull() {
        return count.get() >= most;
    }

    /** How many run at present. */
    public int count() {
        return count.get();
    }

    /** Whether those that come to wait for their turn are refused. */
    boolean isClosed() {
        return closed;
    }

    /** Refuses those that wait for their turn, and from now on those that would. The others go on. */
    public void close() {
        // First this: who begins to wait after the others were looked at sees it.
        closed = true;
        forEach(RevocationCutoff::endWaiting);
    }

    /** Undoes {@link #close()}. */
    public void open() {
        closed = false;
    }

    /** Ends all that run. */
    public void end() {
        forEach(RevocationCutoff::stop);
    }

    /** For something short, which ends by itself and then {@link #leave leaves}. */
    void enter() {
        count.incrementAndGet();
    }

    void leave() {
        count.decrementAndGet();
    }

    void add(RevocationCutoff cutoff, AdmittedRequest admitted) {
        enter();
        byAccount.compute(admitted.caller().id(), (id, known) -> {
            Set<RevocationCutoff> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(cutoff);
            return all;
        });
    }

    void remove(RevocationCutoff cutoff, AdmittedRequest admitted) {
        leave();
        byAccount.computeIfPresent(admitted.caller().id(), (id, all) -> {
            all.remove(cutoff);
            return all.isEmpty() ? null : all;
        });
    }

    Optional<Caller> asOfNow(Caller caller) {
        return judge.asOfNow(caller);
    }

    /** The rights of this account have changed: what it may have no more is ended before this returns. */
    public void review(String accountId) {
        if (accountId.equals(everybody)) {
            forEach(RevocationCutoff::review);
        } else {
            byAccount.getOrDefault(accountId, Set.of()).forEach(RevocationCutoff::review);
        }
    }

    private void forEach(Consumer<RevocationCutoff> what) {
        byAccount.values().forEach(all -> all.forEach(what));
    }
}
