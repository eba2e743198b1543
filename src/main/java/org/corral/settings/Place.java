package org.corral.settings;

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

    /** The place in an operator's words. */
    public String text() {
        return text;
    }
}
