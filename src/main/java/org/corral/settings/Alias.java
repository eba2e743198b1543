package org.corral.settings;

/**
 * A name in the environment that operators of Open WebUI already have.
 *
 * @param droppedEnd what its values carry at their end and ours don't
 */
record Alias(String name, String droppedEnd) {

    Alias(String name) {
        this(name, "");
    }

    /** The value as the setting itself would be given. */
    String translate(String text) {
        if (droppedEnd.isEmpty()) {
            return text;
        }
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return bare.endsWith(droppedEnd) ? bare.substring(0, bare.length() - droppedEnd.length()) : text;
    }
}
