package org.corral.access;

import java.util.Optional;
import java.util.function.Predicate;
import org.corral.settings.Role;

/**
 * A line of the rules: paths, and the role that they need.
 *
 * @param role the least role that may pass; empty for anyone
 * @param unchecked whether everybody passes, and nobody's credentials are looked at
 */
record AccessRule(PathPattern paths, Optional<String> role, boolean unchecked) {
    private static final String ANYONE = "anyone";
    private static final String UNCHECKED = "unchecked";

    /**
     * @param isRole tells which words are roles
     * @throws IllegalArgumentException whose message says what is wrong with the line
     */
    static AccessRule parse(String line, Predicate<String> isRole) {
        String[] words = line.split("\\s+", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException("is not a path and a role");
        }
        return new AccessRule(PathPattern.parse(words[0]), role(words[1], isRole), words[1].equals(UNCHECKED));
    }

    private static Optional<String> role(String word, Predicate<String> isRole) {
        if (word.equals(ANYONE) || word.equals(UNCHECKED)) {
            return Optional.empty();
        }
        if (!isRole.test(word)) {
            throw new IllegalArgumentException("names a role that is none of unchecked, anyone, pending, user, admin");
        }
        return Optional.of(word);
    }

    /** The role, where the roles are Corral's own. */
    Optional<Role> lowest() {
        return role.map(word -> Role.of(word).orElseThrow());
    }
}
