package org.corral.settings;

import java.time.Duration;

/** The least and the greatest value of a setting, both included, for the parser and for the record alike. */
record Range<T extends Comparable<T>>(T least, T most) {

    boolean holds(T value) {
        return least.compareTo(value) <= 0 && value.compareTo(most) <= 0;
    }

    /** Checks the value of an operator. */
    T accept(T value) throws WrongValueException {
        if (!holds(value)) {
            throw new WrongValueException("is out of range", toString());
        }
        return value;
    }

    /** Checks the value that a record gets. */
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
