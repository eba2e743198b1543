package org.corral.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.corral.settings.CookieSecure;

/**
 * The cookie with which a browser holds its token: out of reach of scripts, kept within the site. Cookies know neither ports
 * nor, at the root of a host, paths, so that any application there can set one that is called {@value #NAME}. Where there is
 * HTTPS it has a name that browsers keep for those who came by it (RFC 6265bis, 4.1.3).
 */
public final class SessionCookie {
    public static final String NAME = "token";

    /** For the root of the host, where no path tells it from others; not to be set for a path. */
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

    /** The same in upper or lower case, as somebody might read names. */
    public static boolean isLikeName(String name) {
        return NAMES.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Whether the request has one, whatever is in it. */
    public static boolean isIn(HttpServletRequest request) {
        return cookies(request)
                .anyMatch(cookie -> isName(cookie.getName())
                        && cookie.getValue() != null
                        && !cookie.getValue().isEmpty());
    }

    private static Stream<Cookie> cookies(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null ? Stream.empty() : Stream.of(cookies);
    }

    public void set(HttpServletRequest request, HttpServletResponse response, String token, Duration life) {
        boolean safe = SafeCookie.isSecure(request, secure);
        response.addCookie(SafeCookie.of(request, secure, safe ? safeName(request) : NAME, token, "", life));
    }

    /** Under the old name too, since that one would be taken next. */
    public void clear(HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(SafeCookie.of(request, secure, NAME, "", "", Duration.ZERO));
        String safe = safeName(request);
        boolean there = cookies(request).anyMatch(cookie -> cookie.getName().equals(safe));
        if (there || SafeCookie.isSecure(request, secure)) {
            // Browsers take no other than a Secure one for this name.
            response.addCookie(SafeCookie.of(request, CookieSecure.ALWAYS, safe, "", "", Duration.ZERO));
        }
    }

    private static String safeName(HttpServletRequest request) {
        return PublicUrl.of(request).path().isEmpty() ? OF_HOST : OF_PATH;
    }
}
