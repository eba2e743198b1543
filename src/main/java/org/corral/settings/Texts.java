package org.corral.settings;

/** Checks texts for tokens, answers and logs: one line, not blank, of limited length. */
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

    /** Whether a message may repeat the text: it is one line, without control characters for a terminal. */
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
