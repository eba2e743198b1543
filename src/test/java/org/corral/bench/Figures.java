package org.corral.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, candidate by candidate and round by round; printed as a table of medians. */
final class Figures {
    /** One that is measured in every round. */
    enum Kind {
        CPU_PER_TOKEN("processor time per token, µs"),
        DELAY_P50("delay of a token p50, µs"),
        DELAY_P99("delay of a token p99, µs"),
        FIRST_P50("time to the first token p50, µs"),
        CPU_PER_GET("processor time per small GET, µs"),
        GETS("small GETs per second"),
        BAD("answers refused or cut");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private final String base;
    private final Map<String, Map<Kind, List<Double>>> rounds = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> once = new LinkedHashMap<>();

    /** @param base the candidate to whose figures the others are held */
    Figures(String base) {
        this.base = base;
    }

    void add(String candidate, Kind kind, double figure) {
        rounds.computeIfAbsent(candidate, c -> new EnumMap<>(Kind.class))
                .computeIfAbsent(kind, k -> new ArrayList<>())
                .add(figure);
    }

    /** What is looked at only once. */
    void say(String candidate, String title, String figure) {
        once.computeIfAbsent(title, t -> new LinkedHashMap<>()).put(candidate, figure);
    }

    void print(PrintStream out) {
        out.println("| | " + String.join(" | ", rounds.keySet()) + " |");
        out.println("|---" + "|---".repeat(rounds.size()) + "|");
        for (Kind kind : Kind.values()) {
            out.println("| " + kind.title + " | "
                    + String.join(
                            " | ",
                            rounds.keySet().stream()
                                    .map(name -> cell(name, kind))
                                    .toList())
                    + " |");
        }
        once.forEach((title, cells) -> out.println("| " + title + " | "
                + String.join(
                        " | ",
                        rounds.keySet().stream()
                                .map(name -> cells.getOrDefault(name, "-"))
                                .toList())
                + " |"));
    }

    /** The median, and that of the ratios, which are taken round by round: a machine's mood changes with time. */
    private String cell(String name, Kind kind) {
        List<Double> own = of(name, kind);
        String text = String.format(Locale.ROOT, kind == Kind.CPU_PER_TOKEN ? "%.1f" : "%.0f", median(own));
        if (name.equals(base) || kind == Kind.BAD) {
            return text;
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / of(base, kind).get(i));
        }
        return text + String.format(Locale.ROOT, " (%.2f)", median(ratios));
    }

    private List<Double> of(String name, Kind kind) {
        return rounds.getOrDefault(name, Map.of()).getOrDefault(kind, List.of());
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }
}
