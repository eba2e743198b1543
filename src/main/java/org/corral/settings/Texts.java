package org.corral.settings;

/** Texts that end up in tokens, answers and logs: one line, not blank, not endless. */
final class Texts {
    private static final int LONGEST = 200;

    private Texts() {}

    static String parse(String text) throws WrongValueException {
        if (!isGood(text)) {
            throw new WrongValueException(
                    "is too long or has characters that can't be printed", "up to " + LONGEST + " printable ones");
        }
        return text;
    }

    static void require(String name, String text) {
        if (!isGood(text)) {
            throw new IllegalArgumentException(name + " is blank, too long or not printable");
        }
    }

    /** Whether a message may repeat it: on one line, and without characters that a terminal would obey. */
    static boolean isPrintable(String text) {
        return text.codePoints().allMatch(c -> c == ' ' || (c > ' ' && c < 0x7f) || Character.isLetterOrDigit(c));
    }

    private static boolean isGood(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
