package org.corral.settings;

import java.time.Duration;

/** The least and the most that a setting may be, both included: one truth for the parser and for the record. */
record Range<T extends Comparable<T>>(T least, T most) {

    boolean holds(T value) {
        return least.compareTo(value) <= 0 && value.compareTo(most) <= 0;
    }

    /** For operators. */
    T accept(T value) throws WrongValueException {
        if (!holds(value)) {
            throw new WrongValueException("is out of range", toString());
        }
        return value;
    }

    /** For programmers. */
    void require(String name, T value) {
        if (!holds(value)) {
            throw new IllegalArgumentException(name + " is not within " + this);
        }
    }

    @Override
    public String toString() {
        return text(least) + " to " + text(most);
    }

    private static String text(Object value) {
        return value instanceof Duration duration ? Durations.text(duration) : value.toString();
    }
}
