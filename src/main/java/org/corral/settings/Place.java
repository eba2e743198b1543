package org.corral.settings;

import java.util.Locale;

/** The places of values, the strongest first. */
public enum Place {
    ENVIRONMENT("environment"),
    SYSTEM_PROPERTY("system property"),
    CONTEXT_PARAM("context-param"),
    DEFAULT("default");

    private final String text;

    Place(String text) {
        this.text = text;
    }

    /** The name of a setting in this place: {@code CORRAL_TOKEN_LIFETIME} or {@code corral.token-lifetime}. */
    String spell(String constant) {
        return this == ENVIRONMENT
                ? "CORRAL_" + constant
                : "corral." + constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of the place for operators. */
    public String text() {
        return text;
    }
}
