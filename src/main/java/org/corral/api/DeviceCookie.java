package org.corral.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.corral.account.Account;
import org.corral.account.KnownDevices;
import org.corral.http.RequestCookies;
import org.corral.http.RequestCookies.RequestCookie;
import org.corral.http.SafeCookie;
import org.corral.settings.CookieSecure;

/** The cookie with which a browser keeps its mark of {@link KnownDevices}. */
public final class DeviceCookie {
    public static final String NAME = "corral-device";

    private final KnownDevices devices;
    private final CookieSecure secure;

    public DeviceCookie(KnownDevices devices, CookieSecure secure) {
        this.devices = devices;
        this.secure = secure;
    }

    /** All values of cookies with this name. */
    static List<String> marks(HttpServletRequest request) {
        return RequestCookies.of(request).stream()
                .filter(cookie -> cookie.name().equals(NAME))
                .map(RequestCookie::value)
                .toList();
    }

    /** After a sign-in: sets the cookie, unless the browser has one that is good for long enough. */
    void remember(HttpServletRequest request, HttpServletResponse response, Account signedIn) {
        devices.newMark(marks(request), signedIn)
                .ifPresent(mark -> SafeCookie.of(request, secure, NAME, mark, "/api/v1/auths", devices.life())
                        .addTo(response));
    }
}
