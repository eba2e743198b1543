package org.corral.settings;

/** A value is invalid. Neither text repeats the value; the code that reports it decides whether it may be shown. */
final class WrongValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String accepted;

    /**
     * @param problem the end of a sentence that begins with the value
     * @param accepted the valid values, or empty if the problem names them
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
