package org.corral.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.corral.settings.CookieSecure;

/** Makes cookies that scripts can't read and that browsers don't send with a form of another site. */
public final class SafeCookie {
    private SafeCookie() {}

    /** @param path below the root of Corral, as the browser sees it; empty for all of Corral */
    public static Cookie of(
            HttpServletRequest request, CookieSecure secure, String name, String value, String path, Duration life) {
        Cookie cookie = new Cookie(name, value);
        String whole = PublicUrl.of(request).path() + path;
        cookie.setPath(whole.isEmpty() ? "/" : whole);
        cookie.setMaxAge((int) Math.min(life.toSeconds(), Integer.MAX_VALUE));
        cookie.setHttpOnly(true);
        cookie.setSecure(isSecure(request, secure));
        // Lax: a link from elsewhere may open the page, a form from elsewhere sends no cookie.
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }

    static boolean isSecure(HttpServletRequest request, CookieSecure secure) {
        return switch (secure) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> PublicUrl.of(request).isHttps();
        };
    }
}
