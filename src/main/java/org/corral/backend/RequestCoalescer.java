package org.corral.backend;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Asks for all who want to know the same, one question of a kind at a time. Who comes while it is under way waits for the next
 * one, since the answer to that one may have been given before he came. Thread-safe.
 *
 * @param <K> what tells the questions apart
 * @param <T> the answer
 */
final class RequestCoalescer<K, T> {
    private static final System.Logger LOG = System.getLogger(RequestCoalescer.class.getName());

    private final BiConsumer<K, Consumer<T>> question;
    private final Map<K, List<Consumer<T>>> next = new HashMap<>(); // of what is under way; guarded by this

    /** @param question asks it and calls back once, on any thread; does not block */
    RequestCoalescer(BiConsumer<K, Consumer<T>> question) {
        this.question = question;
    }

    /** @param then called once, with what was said from now on; on any thread */
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

    /** Asks for nobody, unless that is under way. */
    void ask(K kind) {
        synchronized (this) {
            if (next.putIfAbsent(kind, new ArrayList<>()) != null) {
                return;
            }
        }
        run(kind, List.of());
    }

    private void run(K kind, List<Consumer<T>> askers) {
        question.accept(kind, said -> over(kind, askers, said));
    }

    private void over(K kind, List<Consumer<T>> askers, T said) {
        List<Consumer<T>> waiting;
        synchronized (this) {
            waiting = next.getOrDefault(kind, List.of());
            if (waiting.isEmpty()) {
                next.remove(kind);
            } else {
                next.put(kind, new ArrayList<>());
            }
        }
        askers.forEach(asker -> tell(asker, said));
        if (!waiting.isEmpty()) {
            run(kind, waiting);
        }
    }

    /** Who can't take it must not keep it from the others. */
    private static <T> void tell(Consumer<T> asker, T said) {
        try {
            asker.accept(said);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "What servers have said can't be told", e);
        }
    }
}
