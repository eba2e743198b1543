package org.corral.standin;

/** One header line as it came, name in the sender's case. */
public record Header(String name, String value) {
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
