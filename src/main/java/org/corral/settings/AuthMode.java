package org.corral.settings;

import java.util.Locale;

/** Whether people sign in. */
public enum AuthMode {
    ON,
    /** Only requests from this machine pass, as its admin. Corral refuses to start in this mode if people have accounts. */
    OFF,
    /** As {@link #OFF}, although people have accounts. */
    OFF_WITH_ACCOUNTS;

    static AuthMode parse(String text) throws WrongValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true" -> ON;
            case "off", "false" -> OFF;
            case "off-with-accounts" -> OFF_WITH_ACCOUNTS;
            default ->
                throw new WrongValueException("is none of these", "on (or true), off (or false), off-with-accounts");
        };
    }
}
