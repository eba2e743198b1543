package org.corral.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The roles of accounts. */
public enum Role {
    /** Signed up and waiting for approval: may see their own account and sign out, and nothing else. */
    PENDING,
    USER,
    ADMIN;

    private static final Map<String, Role> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Role::text, role -> role));

    /** The text of the role in tokens, JSON and the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with exactly this text. */
    public static Optional<Role> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }
}
