package org.corral.http;

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
        response.addCookie(SafeCookie.of(request, secure, NAME, token, "", life));
    }

    public void clear(HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(SafeCookie.of(request, secure, NAME, "", "", Duration.ZERO));
    }
}
