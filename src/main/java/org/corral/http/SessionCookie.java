package org.corral.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.corral.settings.CookieSecure;

/** The cookie {@value #NAME} with which a browser holds its token: out of reach of scripts, kept within the site. */
public final class SessionCookie {
    public static final String NAME = "token";

    private final CookieSecure secure;

    public SessionCookie(CookieSecure secure) {
        this.secure = secure;
    }

    public void set(HttpServletRequest request, HttpServletResponse response, String token, Duration life) {
        response.addCookie(cookie(request, token, (int) Math.min(life.toSeconds(), Integer.MAX_VALUE)));
    }

    public void clear(HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(cookie(request, "", 0));
    }

    private Cookie cookie(HttpServletRequest request, String value, int seconds) {
        Cookie cookie = new Cookie(NAME, value);
        String context = request.getContextPath();
        cookie.setPath(context.isEmpty() ? "/" : context);
        cookie.setMaxAge(seconds);
        cookie.setHttpOnly(true);
        cookie.setSecure(
                switch (secure) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO -> request.isSecure();
                });
        // Lax: a link from elsewhere may open the page, a form from elsewhere sends no cookie.
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }
}
