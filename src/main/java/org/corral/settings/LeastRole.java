package org.corral.settings;

import java.util.Locale;

/** The lowest role that may do something. */
public enum LeastRole {
    USER,
    ADMIN,
    NOBODY;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isReachedBy(Role role) {
        return switch (this) {
            case USER -> role.compareTo(Role.USER) >= 0;
            case ADMIN -> role == Role.ADMIN;
            case NOBODY -> false;
        };
    }
}
