package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.corral.settings.CookieSecure;

/**
 * A cookie that scripts can't read and that browsers don't send with a form of another site. Its field is written here
 * (RFC 6265, 4.1), since servers differ in dates, quotes and attributes.
 *
 * @param path as the browser sees it, in characters that may stand in a path
 * @param life that is over for a cookie that the browser is to forget
 */
public record SafeCookie(String name, String value, String path, boolean secure, Duration life) {
    public SafeCookie {
        if (!value.chars().allMatch(SafeCookie::isOfValue)) {
            throw new IllegalArgumentException("The value of a cookie has a character that may not stand there.");
        }
        if (!path.startsWith("/") || !path.chars().allMatch(SafeCookie::isOfPath)) {
            throw new IllegalArgumentException("The path of a cookie has a character that may not stand there.");
        }
    }

    /** @param path below the root of Corral; empty for all of Corral */
    public static SafeCookie of(
            HttpServletRequest request, CookieSecure secure, String name, String value, String path, Duration life) {
        // The caller of a server that keeps parameters of the path chooses a part of it.
        String whole = encoded(PublicUrl.of(request).path() + path);
        return new SafeCookie(name, value, whole.isEmpty() ? "/" : whole, isSecure(request, secure), life);
    }

    static boolean isSecure(HttpServletRequest request, CookieSecure secure) {
        return switch (secure) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> PublicUrl.of(request).isHttps();
        };
    }

    public void addTo(HttpServletResponse response) {
        response.addHeader("Set-Cookie", field());
    }

    /** The value of the field. */
    String field() {
        long seconds = Math.min(life.toSeconds(), Integer.MAX_VALUE);
        // The grammar has no Max-Age of 0, so that a date says it; for a life no date, which a wrong clock would
        // shorten.
        String end = seconds > 0 ? "Max-Age=" + seconds : "Expires=Thu, 01 Jan 1970 00:00:00 GMT";
        // Lax: a link from elsewhere may open the page, a form from elsewhere sends no cookie.
        return name + "=" + value + "; Path=" + path + "; " + end + (secure ? "; Secure" : "")
                + "; HttpOnly; SameSite=Lax";
    }

    /** Without the value, which may be a token. */
    @Override
    public String toString() {
        return "SafeCookie[name=" + name + "]";
    }

    private static String encoded(String path) {
        StringBuilder text = new StringBuilder(path.length());
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            if (isOfPath(each)) {
                text.append((char) each);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return text.toString();
    }

    private static boolean isOfPath(int c) {
        return c > ' ' && c < 0x7f && c != ';';
    }

    /** RFC 6265, 4.1.1: cookie-octet. */
    private static boolean isOfValue(int c) {
        return isOfPath(c) && c != '"' && c != ',' && c != '\\';
    }
}
