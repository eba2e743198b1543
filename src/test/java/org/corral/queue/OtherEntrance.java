package org.corral.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Other orders in front of one Ollama, which know nothing of models: to compare the fair queue with them. */
final class OtherEntrance implements Entrance {
    /** Whose request is next. */
    enum Order {
        /** The one that came first. */
        FIRST_COME,
        /** Of the person whose last turn is longest ago. */
        ROUND_ROBIN,
        /** Of the person whose answers that have ended took least of the server's time. */
        LEAST_ATTAINED,
        /** Of the person whose answers that have ended were shortest, in tokens. */
        TOKENS
    }

    private final VirtualTime time;
    private final VirtualOllama ollama;
    private final Order order;
    private final int most;
    private final List<VirtualRequest> waiting = new ArrayList<>();
    private final Map<String, Double> counts = new HashMap<>();
    private int running;
    private double turns;

    /** @param most requests that are sent at once */
    OtherEntrance(VirtualTime time, VirtualOllama ollama, Order order, int most) {
        this.time = time;
        this.ollama = ollama;
        this.order = order;
        this.most = most;
    }

    @Override
    public void enter(VirtualRequest request) {
        waiting.add(request);
        next();
    }

    private void next() {
        while (running < most && !waiting.isEmpty()) {
            VirtualRequest request = first();
            waiting.remove(request);
            running++;
            request.sent++;
            if (order == Order.ROUND_ROBIN) {
                counts.put(request.person, ++turns);
            }
            long sent = time.now();
            ollama.ask(request.person, request.key, request.work, () -> {}, times -> {
                running--;
                request.ended++;
                request.end = time.now();
                if (order == Order.LEAST_ATTAINED) {
                    counts.merge(request.person, (double) (time.now() - sent), Double::sum);
                } else if (order == Order.TOKENS) {
                    counts.merge(request.person, (double) request.tokens, Double::sum);
                }
                request.then.run();
                next();
            });
        }
    }

    private VirtualRequest first() {
        VirtualRequest first = waiting.get(0);
        for (VirtualRequest request : waiting) {
            if (count(request) < count(first)) {
                first = request;
            }
        }
        return first;
    }

    private double count(VirtualRequest request) {
        return counts.getOrDefault(request.person, 0.0);
    }

    @Override
    public void leave(VirtualRequest request) {
        waiting.remove(request);
    }
}
