package org.corral.access;

import java.util.regex.Pattern;

/** The forms of the credentials that Corral and ollama make. */
public final class CredentialForm {
    static final String API_KEY_PREFIX = "sk-";
    static final int API_KEY_DIGITS = 48;

    private static final Pattern API_KEY = Pattern.compile(API_KEY_PREFIX + "[0-9a-f]{" + API_KEY_DIGITS + "}");
    /** The form of a JSON Web Token of any issuer (RFC 7515, 7.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/]+=*:[A-Za-z0-9+/]+=*");

    private CredentialForm() {}

    public static boolean isApiKey(String text) {
        return API_KEY.matcher(text).matches();
    }

    static boolean isLikeApiKey(String text) {
        return text.startsWith(API_KEY_PREFIX);
    }

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    static boolean isOurs(String text) {
        return isLikeApiKey(text) ? isApiKey(text) : isToken(text);
    }

    /** A key and a signature, both in base64. */
    static boolean isSignature(String text) {
        return SIGNATURE.matcher(text).matches();
    }
}
