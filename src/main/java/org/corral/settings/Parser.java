package org.corral.settings;

/** Makes a value of the text that an operator wrote; the text is stripped and not empty. */
@FunctionalInterface
interface Parser<T> {
    T parse(String text) throws WrongValueException;
}
