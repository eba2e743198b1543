package org.corral.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which paths a key is for. It takes away from what the account may do, and adds nothing.
 *
 * @param text as it is kept: {@code all}, {@code inference}, or patterns with a blank in between
 */
public record Scope(String text, List<PathPattern> paths) {
    private static final int LONGEST = 2000;
    private static final Set<String> INFERENCE_WORDS = Set.of("inference", "inference only");

    /** Everything that the account may do. */
    public static final Scope ALL = new Scope("all", List.of(new PathPattern("", true)));

    /** Asking models, and finding out which there are. */
    public static final Scope INFERENCE = new Scope("inference", OllamaPaths.INFERENCE);

    public Scope {
        paths = List.copyOf(paths);
    }

    /**
     * Of {@code all}, {@code inference} (or {@code inference only}), or patterns such as {@code /ollama/api/*}, with blanks
     * or commas in between.
     *
     * @return empty if it is none of these
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
