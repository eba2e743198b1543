package org.corral.upstream;

import java.util.Locale;

/**
 * One field line of a head (RFC 9110, 5).
 *
 * @param name a token, as it was or will be written
 * @param value without blanks around it; a character for each byte
 */
public record Field(String name, String value) {
    public Field {
        if (!FieldCharacters.isToken(name)) {
            throw new IllegalArgumentException("not a field name");
        }
        if (!value.chars().allMatch(FieldCharacters::isFieldContent)) {
            throw new IllegalArgumentException("not a field value");
        }
    }

    /** The name, as such names are compared. */
    public String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
