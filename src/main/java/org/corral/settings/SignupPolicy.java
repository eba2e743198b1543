package org.corral.settings;

import java.util.Locale;

/** The people who may sign up. */
public enum SignupPolicy {
    /** Only the first person, who becomes admin; then sign-up is closed. */
    FIRST,
    /** Everybody; the first person still becomes admin. */
    OPEN,
    /** Nobody, not even the first person. */
    CLOSED;

    static SignupPolicy parse(String text) throws WrongValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "first" -> FIRST;
            case "open", "true" -> OPEN;
            case "closed", "false" -> CLOSED;
            default -> throw new WrongValueException("is none of these", "first, open (or true), closed (or false)");
        };
    }
}
