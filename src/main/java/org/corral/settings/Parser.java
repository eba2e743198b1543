package org.corral.settings;

/** Parses the text of a setting, which is stripped and not empty. */
@FunctionalInterface
interface Parser<T> {
    T parse(String text) throws WrongValueException;
}
