package org.corral.standin;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** What tests have ordered for coming requests. */
final class Scripts {
    private static final String ANY_CHANGE = "";

    private final Map<String, Queue<Behaviour>> once = new LinkedHashMap<>();
    private final Map<String, Behaviour> always = new LinkedHashMap<>();

    synchronized void next(String route, List<Behaviour> behaviours) {
        once.computeIfAbsent(route, r -> new ArrayDeque<>()).addAll(behaviours);
    }

    /** For requests that are neither GET nor HEAD: a gateway sends those of its own accord. */
    synchronized void next(List<Behaviour> behaviours) {
        next(ANY_CHANGE, behaviours);
    }

    synchronized void on(String route, Behaviour behaviour) {
        always.put(route, behaviour);
    }

    synchronized void clear() {
        once.clear();
        always.clear();
    }

    /** A script for exactly this route goes before one for any, one for the next request before a lasting one. */
    synchronized Behaviour take(Recorded request) {
        for (Map.Entry<String, Queue<Behaviour>> entry : once.entrySet()) {
            if (!entry.getKey().equals(ANY_CHANGE)
                    && matches(entry.getKey(), request)
                    && !entry.getValue().isEmpty()) {
                return entry.getValue().remove();
            }
        }
        Queue<Behaviour> any = once.getOrDefault(ANY_CHANGE, new ArrayDeque<>());
        boolean asks = request.method().equals("GET") || request.method().equals("HEAD");
        if (!asks && !any.isEmpty()) {
            return any.remove();
        }
        return always.entrySet().stream()
                .filter(entry -> matches(entry.getKey(), request))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Behaviour.usual());
    }

    private static boolean matches(String route, Recorded request) {
        String asked = request.method() + " " + request.path();
        return route.endsWith("*") ? asked.startsWith(route.substring(0, route.length() - 1)) : asked.equals(route);
    }
}
