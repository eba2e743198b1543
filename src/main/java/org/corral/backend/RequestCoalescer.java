package org.corral.backend;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Sends one request for all callers who want the same, and one of a kind at a time. A caller who comes while one is under way waits
 * for the next one, since the response to the former may be older than their call. Thread-safe.
 *
 * @param <K> the kind of a request
 * @param <T> the response
 */
final class RequestCoalescer<K, T> {
    private static final System.Logger LOG = System.getLogger(RequestCoalescer.class.getName());

    private final BiConsumer<K, Consumer<T>> request;

    /** For each kind that is under way: the callers who wait for the next request. Guarded by this. */
    private final Map<K, List<Consumer<T>>> next = new HashMap<>();

    /** @param request sends a request and calls back once, on any thread; does not block */
    RequestCoalescer(BiConsumer<K, Consumer<T>> request) {
        this.request = request;
    }

    /** @param then called once, with a response to a request that is sent from now on; on any thread */
    void ask(K kind, Consumer<T> then) {
        synchronized (this) {
            List<Consumer<T>> waiting = next.get(kind);
            if (waiting != null) {
                waiting.add(then);
                return;
            }
            next.put(kind, new ArrayList<>());
        }
        run(kind, List.of(then));
    }

    /** Sends a request whose response nobody waits for, unless one is under way. */
    void ask(K kind) {
        synchronized (this) {
            if (next.putIfAbsent(kind, new ArrayList<>()) != null) {
                return;
            }
        }
        run(kind, List.of());
    }

    private void run(K kind, List<Consumer<T>> callers) {
        request.accept(kind, response -> over(kind, callers, response));
    }

    private void over(K kind, List<Consumer<T>> callers, T response) {
        List<Consumer<T>> waiting;
        synchronized (this) {
            waiting = next.getOrDefault(kind, List.of());
            if (waiting.isEmpty()) {
                next.remove(kind);
            } else {
                next.put(kind, new ArrayList<>());
            }
        }
        callers.forEach(caller -> tell(caller, response));
        if (!waiting.isEmpty()) {
            run(kind, waiting);
        }
    }

    /** An error of one caller must not keep the response from the others. */
    private static <T> void tell(Consumer<T> caller, T response) {
        try {
            caller.accept(response);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A response of the servers can't be handed over", e);
        }
    }
}
