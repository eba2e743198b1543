package org.corral.settings;

import java.util.Locale;

/** Where a value can come from, the strongest first. */
public enum Place {
    ENVIRONMENT("environment"),
    SYSTEM_PROPERTY("system property"),
    CONTEXT_PARAM("context-param"),
    DEFAULT("default");

    private final String text;

    Place(String text) {
        this.text = text;
    }

    /** How a setting is written in this place: {@code CORRAL_TOKEN_LIFETIME} or {@code corral.token-lifetime}. */
    String spell(String constant) {
        return this == ENVIRONMENT
                ? "CORRAL_" + constant
                : "corral." + constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The place in an operator's words. */
    public String text() {
        return text;
    }
}
