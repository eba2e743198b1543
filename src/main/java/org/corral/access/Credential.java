package org.corral.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.corral.http.RefusedException;
import org.corral.http.SessionCookie;

/**
 * The credential of a request and where it was found. It may have come in several places, if it is the same in all.
 *
 * @param place the place that counts: a header, which no other site can make a browser send, before the cookie
 */
public record Credential(String text, Place place) {
    /** Where clients put their token. */
    enum Place {
        AUTHORIZATION,
        API_KEY_HEADER,
        COOKIE,
        /** The field {@code Authorization} as ollama's command line sends it, without a scheme. */
        SIGNATURE
    }

    private static final String API_KEY = "sk-";
    private static final Pattern SIGNATURE = Pattern.compile("[^\\s:]+:\\S*");

    /** Whether a browser sent it by itself, and nothing else came. */
    public boolean isCookie() {
        return place == Place.COOKIE;
    }

    /**
     * What the caller showed, verified or not.
     *
     * @return empty if there is none; another scheme, or what is not a bearer token, is none
     * @throws RefusedException 400 if there are two different ones, or several Authorization headers
     */
    public static Optional<Credential> find(HttpServletRequest request) throws RefusedException {
        List<Credential> found = new ArrayList<>();
        authorization(request).ifPresent(found::add);
        apiKeys(request, found);
        cookies(request, found);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Credential first = found.get(0);
        for (Credential other : found) {
            if (!other.text().equals(first.text())) {
                throw AccessRefusals.differentCredentials();
            }
        }
        return Optional.of(first);
    }

    private static Optional<Credential> authorization(HttpServletRequest request) throws RefusedException {
        List<String> values = Collections.list(request.getHeaders("Authorization"));
        if (values.size() > 1) {
            throw AccessRefusals.severalAuthorizations();
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String value = values.get(0);
        // No scheme has a colon in its name (RFC 9110, 5.6.2).
        return SIGNATURE.matcher(value).matches()
                ? Optional.of(new Credential(value, Place.SIGNATURE))
                : BearerField.token(value).map(text -> new Credential(text, Place.AUTHORIZATION));
    }

    private static void apiKeys(HttpServletRequest request, List<Credential> found) {
        for (String value : Collections.list(request.getHeaders("x-api-key"))) {
            add(value.strip(), Place.API_KEY_HEADER, found);
        }
    }

    private static void cookies(HttpServletRequest request, List<Credential> found) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return;
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(SessionCookie.NAME) && cookie.getValue() != null) {
                add(cookie.getValue(), Place.COOKIE, found);
            }
        }
    }

    private static void add(String text, Place place, List<Credential> found) {
        if (!text.isEmpty()) {
            found.add(new Credential(text, place));
        }
    }

    /** By how it begins: no token begins so. */
    boolean isApiKey() {
        return text.startsWith(API_KEY);
    }

    @Override
    public String toString() {
        return "Credential[*** in " + place + "]";
    }
}
