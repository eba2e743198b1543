package org.corral.account;

import java.util.regex.Pattern;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/** The rules for each value of an account. A method returns the checked value, or refuses with 400 and names the rule. */
public final class AccountRules {
    static final String DEFAULT_IMAGE = "/user.png";
    public static final int MAX_NAME = 100;
    static final int MIN_PASSWORD = 10;
    private static final int MAX_PASSWORD = 128;
    private static final int MAX_URL = 2048;
    private static final int MAX_IMAGE = 50_000;

    /** Control characters, line breaks, and unpaired surrogates, which no database takes. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** A path begins with one slash: two slashes would lead to another host. */
    private static final Pattern URL = Pattern.compile("(/(?![/\\\\])|https?://)[\\x21-\\x7e&&[^\"<>\\\\^`{|}]]*");

    /** Image formats that can't contain a script. */
    private static final Pattern IMAGE =
            Pattern.compile("data:image/(png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}");

    private AccountRules() {}

    /** An address that a person may have. */
    public static EmailAddress email(String text) throws RefusedException {
        EmailAddress address = EmailAddress.parse(text)
                .orElseThrow(() -> bad("This is not an e-mail address: it needs one @, no blanks, and at most "
                        + EmailAddress.MAX_LENGTH + " characters."));
        if (LocalAccount.hasAddress(address)) {
            throw bad("This address is kept for the machine itself, where corral.auth is off: choose another.");
        }
        return address;
    }

    public static String name(String text) throws RefusedException {
        String name = text.strip();
        if (name.isEmpty() || length(name) > MAX_NAME || UNFIT.matcher(text).find()) {
            throw bad("A name has 1 to " + MAX_NAME + " characters, none of them a control character.");
        }
        return name;
    }

    /**
     * The rules of NIST SP 800-63B, 3.1.1.2: a length, and no password that is tried first. They apply to the form that is
     * compared. Control characters are refused because nobody types them on purpose.
     */
    public static String password(String password) throws RefusedException {
        String text = PasswordForm.normal(password);
        if (length(text) < MIN_PASSWORD
                || length(text) > MAX_PASSWORD
                || UNFIT.matcher(text).find()) {
            throw bad("A password has " + MIN_PASSWORD + " to " + MAX_PASSWORD
                    + " characters, none of them a control character.");
        }
        if (CommonPasswords.contain(text)) {
            throw bad("This password is one of those that are tried first: choose another.");
        }
        return text;
    }

    /** The password that an account has now, as somebody sends it. */
    static String currentPassword(String text) throws RefusedException {
        if (UNFIT.matcher(text).find()) {
            throw bad("A password has no control characters.");
        }
        return text;
    }

    public static String image(String text) throws RefusedException {
        if (text.isEmpty()) {
            return DEFAULT_IMAGE;
        }
        boolean url = text.length() <= MAX_URL && URL.matcher(text).matches();
        boolean image = text.length() <= MAX_IMAGE && IMAGE.matcher(text).matches();
        if (!url && !image) {
            throw bad("profile_image_url is a path such as /user.png, an http(s) URL, or a data:image URL of at most "
                    + MAX_IMAGE + " characters (png, jpeg, gif, webp, avif).");
        }
        return text;
    }

    public static Role role(String text) throws RefusedException {
        return Role.of(text).orElseThrow(() -> bad("A role is one of pending, user, admin."));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static RefusedException bad(String text) {
        return new RefusedException(Refusal.badRequest(text));
    }
}
