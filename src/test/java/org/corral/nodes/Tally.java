package org.corral.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was answered, by what was asked and in which part of the test. Thread-safe. */
final class Tally {
    /** The part of the test. */
    private String part = "start";

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final StringBuilder parts = new StringBuilder();
    private long since = System.nanoTime();

    synchronized String part() {
        return part;
    }

    synchronized void begin(String next) {
        long now = System.nanoTime();
        parts.append(part).append(' ').append((now - since) / 1_000_000).append(" ms, ");
        since = now;
        part = next;
    }

    /** How long each part took, in their order. */
    synchronized String parts() {
        return parts.toString();
    }

    synchronized void add(String when, String what, String answer) {
        counts.merge(when + ": " + what + " " + answer, 1, Integer::sum);
        notifyAll();
    }

    /** What must never be answered, in whatever part. */
    synchronized void mistake(String text) {
        mistakes.add(part + ": " + text);
        notifyAll();
    }

    synchronized int count(String when, String what, String answer) {
        return counts.getOrDefault(when + ": " + what + " " + answer, 0);
    }

    synchronized List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /** The different answers of one part, such as {@code get 200}. */
    synchronized List<String> answers(String when) {
        return counts.keySet().stream()
                .filter(key -> key.startsWith(when + ": "))
                .map(key -> key.substring(when.length() + 2))
                .toList();
    }

    /** Everything that was answered in any part, such as {@code get 200}. */
    synchronized Set<String> answers() {
        return counts.keySet().stream()
                .map(key -> key.substring(key.indexOf(": ") + 2))
                .collect(Collectors.toSet());
    }

    /** Waits until this was answered so often in this part. */
    synchronized void await(String when, String what, String answer, int times, long millis)
            throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (count(when, what, answer) < times) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not " + times + " times " + what + " " + answer + " while " + when + ": "
                        + counts + " " + mistakes);
            }
            wait(left);
        }
    }

    @Override
    public synchronized String toString() {
        return counts + " " + mistakes;
    }
}
