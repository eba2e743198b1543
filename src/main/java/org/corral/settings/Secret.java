package org.corral.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must not be printed. Not a record, so that nothing serializes it by its components. */
public final class Secret {
    private final String text;

    public Secret(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("A secret can't be empty");
        }
        this.text = text;
    }

    /** The text itself, for the one place that needs it. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
