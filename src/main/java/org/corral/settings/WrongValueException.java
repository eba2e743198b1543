package org.corral.settings;

/** A value that can't be taken. Neither text repeats the value: whoever reports it decides whether it may be shown. */
final class WrongValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String accepted;

    /**
     * @param problem what is wrong, as the end of a sentence that begins with the value
     * @param accepted what would be taken, or empty when the problem says it
     */
    WrongValueException(String problem, String accepted) {
        super(problem, null, false, false);
        this.accepted = accepted;
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    String accepted() {
        return accepted;
    }
}
