package org.corral.soak;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was done and how often, and what was not in order. Thread-safe. */
final class Tally {
    private static final int KEPT = 40;

    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private int faultCount;

    synchronized void expect(String kind) {
        counts.computeIfAbsent(kind, k -> new TreeMap<>());
    }

    synchronized void count(String kind, String outcome) {
        counts.computeIfAbsent(kind, k -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
    }

    /** The first few are kept, with what is said of them. */
    synchronized void fault(String what) {
        faultCount++;
        if (faults.size() < KEPT) {
            faults.add(what);
        }
    }

    synchronized int faults() {
        return faultCount;
    }

    /** A kind that hardly took place has proved nothing. */
    synchronized void demand(int each) {
        counts.forEach((kind, outcomes) -> {
            int sum = outcomes.values().stream().mapToInt(Integer::intValue).sum();
            if (sum < each) {
                fault(kind + ": only " + sum + " times, not " + each);
            }
        });
    }

    synchronized void print(PrintStream out) {
        out.println("\n| what callers did | what came of it | times |\n|---|---|---|");
        counts.forEach((kind, outcomes) -> outcomes.forEach(
                (outcome, times) -> out.println("| " + kind + " | " + outcome + " | " + times + " |")));
    }

    synchronized void printFaults(PrintStream out) {
        out.println("\n" + faultCount + " faults");
        faults.forEach(fault -> out.println("- " + fault));
    }
}
