package org.corral.settings;

/**
 * The name of an environment variable of Open WebUI that stands for a setting.
 *
 * @param droppedEnd a suffix of its values that values of the setting don't have
 */
record Alias(String name, String droppedEnd) {

    Alias(String name) {
        this(name, "");
    }

    /** The value that the setting itself would have. */
    String translate(String text) {
        if (droppedEnd.isEmpty()) {
            return text;
        }
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return bare.endsWith(droppedEnd) ? bare.substring(0, bare.length() - droppedEnd.length()) : text;
    }
}
