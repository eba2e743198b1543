package org.corral.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a person is found by at sign-in: an e-mail address, or the name that another identity store has for the caller.
 *
 * @param text as it was written
 * @param key what is compared: without regard to case, and to how Unicode composes a letter
 */
public record EmailAddress(String text, String key) {
    static final int MAX_LENGTH = 254;

    /** Only what is surely wrong is refused, and what would need quotes; the longest is RFC 5321's, 4.5.3.1.3. */
    private static final Pattern EMAIL =
            Pattern.compile("[^@<>(),:;\"\\[\\]\\\\]+@LABEL(\\.LABEL)*".replace("LABEL", "[^@.<>(),:;\"\\[\\]\\\\]+"));

    /** Blanks, controls, invisible marks, and halves of characters that no database takes. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Z}\\p{C}\\s]");

    private static final Pattern BLANKS_AROUND = Pattern.compile("^[\\p{Zs}\\t]+|[\\p{Zs}\\t]+$");

    /** What a person has typed or pasted into the field of a form, without the blanks around it. */
    public static String typed(String text) {
        return BLANKS_AROUND.matcher(text).replaceAll("");
    }

    /** An address that may be signed up with. */
    static Optional<EmailAddress> parse(String text) {
        return callerName(text).filter(address -> EMAIL.matcher(text).matches());
    }

    /** Whatever may stand in the database as the name of a caller. */
    public static Optional<EmailAddress> callerName(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || UNFIT.matcher(text).find()) {
            return Optional.empty();
        }
        String key = Normalizer.normalize(
                Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        // Lower case can be longer than upper case: İ becomes two characters.
        return key.length() > MAX_LENGTH ? Optional.empty() : Optional.of(new EmailAddress(text, key));
    }

    /** Never in a log by accident. */
    @Override
    public String toString() {
        return "EmailAddress[***]";
    }
}
