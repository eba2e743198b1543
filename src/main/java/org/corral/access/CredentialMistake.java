package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognises common mistakes in a key or token, such as a bad paste, and names them in a sentence for the caller who gets
 * the 401. Nothing of what was sent is quoted.
 */
final class CredentialMistake {
    /** Header fields in which other gateways look for a key. */
    private static final List<String> OTHER_FIELDS =
            List.of("api-key", "apikey", "x-auth-token", "x-access-token", "x-token", "x-goog-api-key", "token");

    private static final String BEARER = "bearer";
    /** The beginning of a JSON object in base64url. */
    private static final String TOKEN_START = "eyJ";

    private static final Pattern QUOTES = Pattern.compile(
            "^[\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb].*|.*[\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb]$");
    private static final Pattern SHORTENED = Pattern.compile(".*(\u2026|\\.\\.|\\*\\*|\u2022).*");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?i)[<$%{\\[].*|.*[>}%\\]]"
            + "|.*(your|my)[_-]?(api|key|token|secret).*|(api|corral|ollama|openai)?[_-]?(api)?[_-]?(key|token)"
            + "|undefined|null|none|nil|empty|x{3,}|sk-x*|changeme|dummy|ollama");
    private static final Pattern BLANK = Pattern.compile(".*(\\s|\\\\n|\\\\r|%0[aAdD]|%20|\u00a0|\u200b|\ufeff).*");
    private static final Pattern OF_OTHERS = Pattern.compile(
            "(sk-(ant|proj|or|svcacct|admin|lf|None)-|gsk_|hf_|AIza|xai-|nvapi-|pplx-|r8_|ghp_|github_pat_).*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]*");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]*");

    private CredentialMistake() {}

    /** @return empty if no mistake is recognised */
    static Optional<String> in(HttpServletRequest request, boolean basic) {
        return Stream.of(
                        values(request, "Authorization").flatMap(value -> authorization(value, basic).stream()),
                        values(request, "x-api-key").flatMap(value -> apiKeyField(value).stream()),
                        OTHER_FIELDS.stream()
                                .filter(name -> values(request, name).anyMatch(CredentialMistake::hasOurs))
                                .map(name -> "The key stands in the header '" + name
                                        + "', where nobody looks for it: send it in 'Authorization: Bearer <key>'."))
                .flatMap(each -> each)
                .findFirst();
    }

    private static Stream<String> values(HttpServletRequest request, String field) {
        return Collections.list(request.getHeaders(field)).stream()
                .map(CredentialMistake::decoded)
                .map(String::strip);
    }

    /** Servers read each byte as one character, but clients send characters beyond ASCII in UTF-8. */
    private static String decoded(String value) {
        return value.chars().allMatch(c -> c < 0x100)
                ? new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                : value;
    }

    private static boolean hasOurs(String value) {
        return CredentialForm.isOurs(value) || CredentialForm.isOurs(value.substring(value.lastIndexOf(' ') + 1));
    }

    private static Optional<String> authorization(String value, boolean basic) {
        String[] words = value.split("\\s+", 2);
        String rest = words.length < 2 ? "" : words[1];
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case BEARER ->
                rest.isEmpty()
                        ? Optional.of("After 'Bearer' there is no key: a variable is empty, perhaps.")
                        : text(rest);
            case "basic" -> basic(value, basic);
            default -> withoutScheme(value, rest);
        };
    }

    private static Optional<String> withoutScheme(String value, String rest) {
        if (CredentialForm.isOurs(rest)) {
            return Optional.of("The key is sent by another scheme than 'Bearer': the header is"
                    + " 'Authorization: Bearer <key>'.");
        }
        String before = "The header Authorization has no 'Bearer ' before the key.";
        if (CredentialForm.isOurs(value)) {
            return Optional.of(before);
        }
        return value.contains(":") ? Optional.empty() : text(value).map(what -> before + " " + what);
    }

    private static Optional<String> basic(String value, boolean taken) {
        if (!taken) {
            return BasicField.key(value)
                    .map(key -> "A key in 'Authorization: Basic' is taken below /ollama only: send it in"
                            + " 'Authorization: Bearer <key>'.");
        }
        return BasicField.parts(value).stream()
                .filter(CredentialMistake::isMeantAsOurs)
                .map(CredentialMistake::text)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> BasicField.key(value).isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                "Of 'Authorization: Basic' only an API key is taken, as the password or as the name:"
                                        + " neither of them is one."));
    }

    /** False for an ordinary password, which some people send there. */
    private static boolean isMeantAsOurs(String part) {
        return CredentialForm.isLikeApiKey(part.toLowerCase(Locale.ROOT)) || part.startsWith(TOKEN_START);
    }

    private static Optional<String> apiKeyField(String value) {
        if (value.regionMatches(true, 0, BEARER + " ", 0, BEARER.length() + 1)) {
            return Optional.of("The header x-api-key takes the key alone, without 'Bearer'.");
        }
        return text(value);
    }

    /** The mistake in the key itself. */
    private static Optional<String> text(String key) {
        if (key.isEmpty() || CredentialForm.isOurs(key)) {
            return Optional.empty();
        }
        if (key.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of("'Bearer' stands twice before the key.");
        }
        if (QUOTES.matcher(key).matches()) {
            return Optional.of("The key stands in quotation marks: send it without them.");
        }
        if (SHORTENED.matcher(key).matches()) {
            return Optional.of(
                    "This is a key in the short form of a list: the whole key is shown once, when it is made.");
        }
        if (PLACEHOLDER.matcher(key).matches()) {
            return Optional.of("In place of the key there is a placeholder, or the name of a variable.");
        }
        if (BLANK.matcher(key).matches()) {
            return Optional.of("There is a blank or the end of a line within the key.");
        }
        return CredentialForm.isLikeApiKey(key.toLowerCase(Locale.ROOT)) ? apiKey(key) : otherKind(key);
    }

    private static Optional<String> apiKey(String key) {
        String digits = key.substring(CredentialForm.API_KEY_PREFIX.length());
        int whole = CredentialForm.API_KEY_PREFIX.length() + CredentialForm.API_KEY_DIGITS;
        if (key.length() > whole && CredentialForm.isApiKey(key.substring(0, whole))) {
            return Optional.of(
                    "Something follows the key, as if it were pasted twice: Corral's are 'sk-' and 48 digits.");
        }
        if (!DIGITS.matcher(digits).matches()) {
            return Optional.of(WORD.matcher(digits).matches() ? foreign() : strange());
        }
        return Optional.of(
                digits.length() < CredentialForm.API_KEY_DIGITS
                        ? "The key is cut short: Corral's are 'sk-' and 48 digits."
                        : "The key is written with capital letters: Corral's have small ones.");
    }

    private static Optional<String> otherKind(String key) {
        if (OF_OTHERS.matcher(key).matches()) {
            return Optional.of(foreign());
        }
        if (key.length() == CredentialForm.API_KEY_DIGITS && DIGITS.matcher(key).matches()) {
            return Optional.of("The key lacks its beginning, 'sk-'.");
        }
        if (key.startsWith(TOKEN_START)) {
            return Optional.of("The token is not whole: it has three parts with dots between them.");
        }
        return key.chars().anyMatch(c -> c > 0x7e) ? Optional.of(strange()) : Optional.empty();
    }

    private static String foreign() {
        return "This is a key of another service: Corral's are 'sk-' and 48 digits (0-9, a-f).";
    }

    private static String strange() {
        return "There are characters in the key that no key has: Corral's are 'sk-' and 48 digits (0-9, a-f).";
    }
}
