package org.corral.access;

import java.util.Optional;
import java.util.function.Predicate;
import org.corral.settings.Role;

/**
 * One line of the rules: which paths, and who may pass.
 *
 * @param path an exact path, or the part before the {@code /*} of a prefix
 * @param prefix whether everything below the path is meant too
 * @param role the least role that may pass; empty for anyone
 */
record AccessRule(String path, boolean prefix, Optional<String> role) {

    private static final String ANYONE = "anyone";

    /**
     * @param isRole which words are roles
     * @throws IllegalArgumentException whose message says what is wrong with the line
     */
    static AccessRule parse(String line, Predicate<String> isRole) {
        String[] words = line.split("\\s+", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException("is not a path and a role");
        }
        return new AccessRule(withoutStar(words[0]), words[0].endsWith("/*"), role(words[1], isRole));
    }

    private static String withoutStar(String pattern) {
        String path = pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : pattern;
        // "/*" leaves the empty path, which everything lies under.
        if (!pattern.startsWith("/") || !CanonicalPath.is(path) || path.contains("*")) {
            throw new IllegalArgumentException("has a path that is neither /a/b nor /a/b/*");
        }
        return path;
    }

    private static Optional<String> role(String word, Predicate<String> isRole) {
        if (word.equals(ANYONE)) {
            return Optional.empty();
        }
        if (!isRole.test(word)) {
            throw new IllegalArgumentException("names a role that is none of anyone, pending, user, admin");
        }
        return Optional.of(word);
    }

    /** Where the roles are Corral's own. */
    Optional<Role> lowest() {
        return role.map(word -> Role.of(word).orElseThrow());
    }

    /** As the servlet mapping understands it: {@code /a/*} takes {@code /a} as well (Servlet 6.0, 12.2). */
    boolean matches(String asked) {
        return asked.equals(path) || (prefix && asked.startsWith(path + "/"));
    }
}
