package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.corral.settings.CookieSecure;

/**
 * The cookie in which a browser keeps its token. Cookies are not bound to a port or, at the root of a host, to a path, so
 * that another application there can set one with the name {@value #NAME}. With HTTPS the cookie has a prefixed name,
 * which browsers accept over HTTPS only (RFC 6265bis, 4.1.3).
 */
public final class SessionCookie {
    public static final String NAME = "token";

    /** The name at the root of a host; browsers refuse this prefix together with a path. */
    private static final String OF_HOST = "__Host-" + NAME;

    private static final String OF_PATH = "__Secure-" + NAME;
    private static final List<String> NAMES = List.of(NAME, OF_HOST, OF_PATH);

    private final CookieSecure secure;

    public SessionCookie(CookieSecure secure) {
        this.secure = secure;
    }

    /** Whether a cookie of this name may hold a token. */
    public static boolean isName(String name) {
        return NAMES.contains(name);
    }

    /** Whether this is such a name in upper or lower case, since some programs ignore the case of names. */
    public static boolean isLikeName(String name) {
        return NAMES.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Whether the request has such a cookie, with any value. */
    public static boolean isIn(HttpServletRequest request) {
        return RequestCookies.of(request).stream()
                .anyMatch(cookie -> isName(cookie.name()) && !cookie.value().isEmpty());
    }

    public void set(HttpServletRequest request, HttpServletResponse response, String token, Duration life) {
        boolean safe = SafeCookie.isSecure(request, secure);
        SafeCookie.of(request, secure, safe ? safeName(request) : NAME, token, "", life)
                .addTo(response);
    }

    /** Clears the cookie with the plain name too, since that one would count next. */
    public void clear(HttpServletRequest request, HttpServletResponse response) {
        SafeCookie.of(request, secure, NAME, "", "", Duration.ZERO).addTo(response);
        String safe = safeName(request);
        boolean there = RequestCookies.of(request).stream()
                .anyMatch(cookie -> cookie.name().equals(safe));
        if (there || SafeCookie.isSecure(request, secure)) {
            // For this name browsers accept a Secure cookie only.
            SafeCookie.of(request, CookieSecure.ALWAYS, safe, "", "", Duration.ZERO)
                    .addTo(response);
        }
    }

    private static String safeName(HttpServletRequest request) {
        return PublicUrl.of(request).path().isEmpty() ? OF_HOST : OF_PATH;
    }
}
