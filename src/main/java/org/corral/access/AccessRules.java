package org.corral.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.corral.settings.Role;

/** The rules of the filter. The first rule that names a path decides; a path that no rule names is closed. */
final class AccessRules {
    private final List<AccessRule> rules;

    private AccessRules(List<AccessRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads the rules of Corral itself; {@link #parse(String, Predicate)} says more.
     */
    static AccessRules parse(String text) {
        return parse(text, word -> Role.of(word).isPresent());
    }

    /**
     * Reads one rule a line, such as {@code /ollama/* user}; blank lines and those that begin with {@code #} are skipped.
     *
     * @throws IllegalArgumentException naming every line that can't be read, or that never decides because of an earlier
     *     one
     */
    static AccessRules parse(String text, Predicate<String> isRole) {
        List<AccessRule> rules = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        text.lines().map(String::strip).filter(AccessRules::isRule).forEach(line -> {
            try {
                AccessRule rule = AccessRule.parse(line, isRole);
                if (rules.stream().anyMatch(earlier -> earlier.paths().includes(rule.paths()))) {
                    throw new IllegalArgumentException("never decides, because an earlier rule names its path");
                }
                rules.add(rule);
            } catch (IllegalArgumentException e) {
                mistakes.add("'" + line + "' " + e.getMessage());
            }
        });
        if (rules.isEmpty() && mistakes.isEmpty()) {
            mistakes.add("there is no rule");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        return new AccessRules(rules);
    }

    private static boolean isRule(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    Optional<AccessRule> find(String path) {
        // A loop and no stream, because every request comes here.
        for (AccessRule rule : rules) {
            if (rule.paths().matches(path)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
