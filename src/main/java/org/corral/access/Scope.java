package org.corral.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The paths that a key is for. A scope restricts the rights of the account, and never adds to them.
 *
 * @param text as the database keeps it: {@code all}, {@code inference}, or patterns with a blank in between
 */
public record Scope(String text, List<PathPattern> paths) {
    private static final int LONGEST = 2000;
    private static final Set<String> INFERENCE_WORDS = Set.of("inference", "inference only");

    /** All paths. */
    public static final Scope ALL = new Scope("all", List.of(new PathPattern("", true)));

    /** The paths for prompts to models, and for lists of models. */
    public static final Scope INFERENCE = new Scope("inference", OllamaPaths.INFERENCE);

    public Scope {
        paths = List.copyOf(paths);
    }

    /**
     * Parses {@code all}, {@code inference} (or {@code inference only}), or patterns such as {@code /ollama/api/*} with
     * blanks or commas in between.
     *
     * @return empty for any other text
     */
    public static Optional<Scope> parse(String text) {
        if (text.equals(ALL.text)) {
            return Optional.of(ALL);
        }
        if (INFERENCE_WORDS.contains(text)) {
            return Optional.of(INFERENCE);
        }
        try {
            List<PathPattern> paths = new ArrayList<>();
            Arrays.stream(text.strip().split("[\\s,]+", -1))
                    .map(PathPattern::parse)
                    .forEach(paths::add);
            String canonical = paths.stream().map(PathPattern::text).collect(Collectors.joining(" "));
            return canonical.length() > LONGEST ? Optional.empty() : Optional.of(new Scope(canonical, paths));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean covers(String path) {
        return paths.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
