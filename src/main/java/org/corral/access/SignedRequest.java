package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corral.ollama.Routes;

/**
 * A request of an ollama with {@code OLLAMA_AUTH=1}. It sends {@code ?ts=<seconds>}, and in {@code Authorization} its
 * public key and a signature over {@code METHOD,/path?ts=<seconds>}, the path without the prefix of {@code OLLAMA_HOST}.
 */
record SignedRequest(SshKey key, String signature, String method, String path, Instant time) {
    /** 64 bytes in base64. */
    private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/]{86}==");

    private static final Pattern QUERY = Pattern.compile("ts=([1-9][0-9]{0,10})");

    /** @return empty if the request does not have exactly this form */
    static Optional<SignedRequest> read(String field, HttpServletRequest request) {
        int colon = field.indexOf(':');
        Optional<SshKey> key = SshKey.parse(field.substring(0, colon));
        String signature = field.substring(colon + 1);
        // Nothing else may stand in the query, since it would not be signed.
        Matcher query =
                QUERY.matcher(Optional.ofNullable(request.getQueryString()).orElse(""));
        if (key.isEmpty() || !SIGNATURE.matcher(signature).matches() || !query.matches()) {
            return Optional.empty();
        }
        Instant time = Instant.ofEpochSecond(Long.parseLong(query.group(1)));
        return Optional.of(new SignedRequest(key.get(), signature, request.getMethod(), path(request), time));
    }

    /** The path as it was sent, since it is signed before it is decoded. */
    private static String path(HttpServletRequest request) {
        return request.getRequestURI()
                .substring(request.getContextPath().length()
                        + request.getServletPath().length());
    }

    /** The text that was signed. */
    String text() {
        return method + "," + path + "?ts=" + time.getEpochSecond();
    }

    boolean isGenuine() {
        return key.verifies(
                text().getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(signature));
    }

    /** Whether the request changes something, so that it must not be replayed. */
    boolean changesState() {
        return Routes.changesModels(method, path);
    }
}
