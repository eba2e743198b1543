package org.corral.queue;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which runner keys are taken to be in a server's memory, since when, and which models fit in there together. Guarded by the queue's
 * lock.
 */
final class Residency {
    private static final int MOST_PAIRS = 1000;

    /** Two models that were in memory at the same time. */
    private record Pair(String one, String other) {
        static Pair of(String one, String other) {
            return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }

    private final Set<RunnerKey> keys = new LinkedHashSet<>();
    private final Set<Pair> together = new LinkedHashSet<>();
    private final Costs loads = new Costs(1000);
    private final Map<String, RunnerKey> lastKeys = new Recent<>(MOST_PAIRS); // by model
    private long since;

    boolean has(RunnerKey key) {
        return keys.contains(key);
    }

    /** Whether a request for this key makes none of those unload that are there. */
    boolean fits(RunnerKey key) {
        return has(key)
                || keys.stream()
                        .allMatch(there ->
                                !there.isSameModelAs(key) && together.contains(Pair.of(there.model(), key.model())));
    }

    /** A request for this key is sent. */
    void use(RunnerKey key, long now) {
        if (has(key)) {
            return;
        }
        if (!fits(key)) {
            // Which of them leaves is up to Ollama; what it lists afterwards tells.
            keys.clear();
        }
        if (keys.isEmpty()) {
            since = now;
        }
        keys.add(key);
        lastKeys.put(key.model(), key);
    }

    /**
     * The server has said which models it has in memory.
     *
     * @param running keys of requests under way, whose model may be about to be loaded
     */
    void says(Collection<String> models, Set<RunnerKey> running) {
        keys.removeIf(key -> !models.contains(key.model()) && !running.contains(key));
        for (String model : models) {
            if (keys.stream().noneMatch(key -> key.model().equals(model))) {
                keys.add(lastKeys.getOrDefault(model, RunnerKey.of(model)));
            }
        }
        remember(new HashSet<>(models));
    }

    private void remember(Set<String> models) {
        for (String one : models) {
            for (String other : models) {
                if (!one.equals(other)) {
                    together.add(Pair.of(one, other));
                }
            }
        }
        Iterator<Pair> oldest = together.iterator();
        while (together.size() > MOST_PAIRS) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Nothing is known any more, since the server was away. */
    void forget() {
        keys.clear();
        together.clear();
    }

    void loaded(RunnerKey key, long nanos) {
        loads.learn(key, (double) nanos);
    }

    /** For how long the same keys have been the ones that are served, in times of what it took to load them. */
    boolean hasLasted(double loadTimes, long now) {
        double load = keys.stream()
                .mapToDouble(key -> loads.of(key).orElse((double) QueueRules.USUAL_LOAD.toNanos()))
                .max()
                .orElse(0);
        return now - since >= loadTimes * load;
    }
}
