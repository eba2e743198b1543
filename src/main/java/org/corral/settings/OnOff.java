package org.corral.settings;

import java.util.Locale;

/** Reads settings that are on or off, or true or false as in Open WebUI. */
final class OnOff {
    private OnOff() {}

    static boolean parse(String text) throws WrongValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new WrongValueException("is none of these", "on (or true), off (or false)");
        };
    }
}
