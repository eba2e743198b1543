package org.corral.bench;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was wrong with answers, and how often. For one thread. */
final class Faults {
    static final String BROKEN_OFF = "no answer, or broken off";
    static final String NOT_WHOLE = "ended before it was whole";
    static final String NO_END = "not at its end in time";

    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    void addStatus(int status) {
        add("status " + status);
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A figure that rests on a wrong answer is none. IllegalStateException if there was one. */
    void requireNone(Candidate candidate, String asked) throws IOException {
        if (total() > 0) {
            throw candidate.unfit(asked + ": " + this);
        }
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(fault -> fault.getValue() + " × " + fault.getKey())
                .collect(Collectors.joining(", "));
    }
}
