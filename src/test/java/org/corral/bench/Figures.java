package org.corral.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was measured, candidate by candidate and round by round; printed as a table of medians. */
final class Figures {
    /** One that is measured in every round. */
    enum Kind {
        CPU_PER_TOKEN("processor time per token, µs", "%.1f"),
        STAND_IN_PER_TOKEN("that of the stand-in, µs", "%.1f"),
        CLIENT_PER_TOKEN("that of the client that measures, µs", "%.1f"),
        DELAY_P50("delay of a token p50, µs", "%.0f"),
        DELAY_P99("delay of a token p99, µs", "%.0f"),
        FIRST_P50("time to the first token p50, µs", "%.0f"),
        CPU_PER_GET("processor time per small GET, µs", "%.0f"),
        GETS("small GETs per second", "%.0f");

        private final String title;
        private final String format;

        Kind(String title, String format) {
            this.title = title;
            this.format = format;
        }
    }

    private static final String NONE = "-";

    private final String base;
    private final List<String> candidates;
    private final Map<String, Map<Kind, List<Double>>> rounds = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> once = new LinkedHashMap<>();

    /** @param base the candidate to whose figures the others are held */
    Figures(String base, List<String> candidates) {
        this.base = base;
        this.candidates = List.copyOf(candidates);
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
        line(out, "", name -> name);
        out.println("|---" + "|---".repeat(candidates.size()) + "|");
        for (Kind kind : Kind.values()) {
            line(out, kind.title, name -> cell(name, kind));
        }
        once.forEach((title, cells) -> line(out, title, name -> cells.getOrDefault(name, NONE)));
    }

    private void line(PrintStream out, String title, UnaryOperator<String> cell) {
        out.println(candidates.stream().map(cell).collect(Collectors.joining(" | ", "| " + title + " | ", " |")));
    }

    /** The median, and that of the ratios, which are taken round by round: a machine's mood changes with time. */
    private String cell(String name, Kind kind) {
        List<Double> own = of(name, kind);
        if (own.isEmpty()) {
            return NONE;
        }
        String text = String.format(Locale.ROOT, kind.format, median(own));
        if (name.equals(base)) {
            return text;
        }
        List<Double> ratios = IntStream.range(0, own.size())
                .mapToObj(i -> own.get(i) / of(base, kind).get(i))
                .toList();
        return text + String.format(Locale.ROOT, " (%.2f)", median(ratios));
    }

    private List<Double> of(String name, Kind kind) {
        return rounds.getOrDefault(name, Map.of()).getOrDefault(kind, List.of());
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
