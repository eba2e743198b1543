package org.corral.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an account may do; the one list of roles of the whole product. */
public enum Role {
    /** Signed up and waiting for approval: may look at itself and sign out, nothing else. */
    PENDING,
    USER,
    ADMIN;

    private static final Map<String, Role> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Role::text, role -> role));

    /** The role as tokens, JSON and the database spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of exactly this spelling. */
    public static Optional<Role> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }
}
