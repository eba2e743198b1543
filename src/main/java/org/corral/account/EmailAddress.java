package org.corral.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name by which an account is found at sign-in: an e-mail address, or the name of a caller in another identity store.
 *
 * @param text the name as it was written
 * @param key the form that is compared: in lower case and in normal form C of Unicode
 */
public record EmailAddress(String text, String key) {
    static final int MAX_LENGTH = 254;

    /**
     * Refuses only addresses that are surely wrong or need quotes. The limit of the length is that of RFC 5321,
     * 4.5.3.1.3.
     */
    private static final Pattern EMAIL =
            Pattern.compile("[^@<>(),:;\"\\[\\]\\\\]+@LABEL(\\.LABEL)*".replace("LABEL", "[^@.<>(),:;\"\\[\\]\\\\]+"));

    /** Blanks, control characters, invisible marks, and unpaired surrogates, which no database takes. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Z}\\p{C}\\s]");

    private static final Pattern BLANKS_AROUND = Pattern.compile("^[\\p{Zs}\\t]+|[\\p{Zs}\\t]+$");

    /** Removes the blanks around a text that a person has typed or pasted into a form. */
    public static String typed(String text) {
        return BLANKS_AROUND.matcher(text).replaceAll("");
    }

    /** An address with which somebody can sign up. */
    static Optional<EmailAddress> parse(String text) {
        return callerName(text).filter(address -> EMAIL.matcher(text).matches());
    }

    /** Any text that can be kept as the name of a caller. */
    public static Optional<EmailAddress> callerName(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || UNFIT.matcher(text).find()) {
            return Optional.empty();
        }
        String key = Normalizer.normalize(
                Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        // Lower case can be longer than upper case: İ becomes two characters.
        return key.length() > MAX_LENGTH ? Optional.empty() : Optional.of(new EmailAddress(text, key));
    }

    /** Keeps the address out of logs. */
    @Override
    public String toString() {
        return "EmailAddress[***]";
    }
}
