package org.corral.ollama;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The models that somebody may use: names, or patterns in which {@code *} stands for anything but a slash. {@code *} alone is
 * every model; a name without a tag is that of {@code latest}, as with Ollama, and {@code qwen*} is of any tag. Immutable.
 */
public final class AllowList {
    private static final String STAR = "*";
    private static final int MOST = 1000;
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9_.:/*-]{1,500}");

    /** Every model there is. */
    public static final AllowList ALL = of(List.of(STAR));

    private final List<String> patterns;
    private final List<Predicate<ModelName>> tests;

    private AllowList(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
        this.tests = this.patterns.stream().map(AllowList::test).toList();
    }

    /** @throws IllegalArgumentException whose message goes on from "The list" */
    public static AllowList of(List<String> patterns) {
        if (patterns.size() > MOST) {
            throw new IllegalArgumentException("has more than " + MOST + " entries");
        }
        return new AllowList(patterns);
    }

    private static Predicate<ModelName> test(String pattern) {
        if (!SYNTAX.matcher(pattern).matches()) {
            throw new IllegalArgumentException("has an entry with characters that no model's name has");
        }
        if (pattern.equals(STAR)) {
            return name -> true;
        }
        if (!pattern.contains(STAR)) {
            return ModelName.of(pattern).orElseThrow(AllowList::notName)::equals;
        }
        try {
            return Glob.ofName(pattern)::matches;
        } catch (IllegalArgumentException e) {
            throw notName();
        }
    }

    private static IllegalArgumentException notName() {
        return new IllegalArgumentException("has an entry that is neither a model's name nor one with '*' in it");
    }

    /** As they were written. */
    public List<String> patterns() {
        return patterns;
    }

    public boolean isAll() {
        return patterns.contains(STAR);
    }

    public boolean permits(ModelName name) {
        return tests.stream().anyMatch(test -> test.test(name));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AllowList list && patterns.equals(list.patterns);
    }

    @Override
    public int hashCode() {
        return patterns.hashCode();
    }

    @Override
    public String toString() {
        return "AllowList" + patterns;
    }
}
