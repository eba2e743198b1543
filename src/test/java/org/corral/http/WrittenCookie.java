package org.corral.http;

import jakarta.servlet.http.Cookie;
import java.util.List;

/** Reads the field of a cookie as a browser does (RFC 6265, 5.2), and throws where a browser would be lenient. */
final class WrittenCookie {
    private static final String LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT";

    private WrittenCookie() {}

    static Cookie parse(String field) {
        List<String> parts = List.of(field.split("; ", -1));
        String[] pair = parts.get(0).split("=", 2);
        Cookie cookie = new Cookie(pair[0], pair[1]);
        parts.subList(1, parts.size()).forEach(part -> read(part.split("=", 2), cookie));
        return cookie;
    }

    private static void read(String[] attribute, Cookie cookie) {
        switch (attribute[0]) {
            case "Path" -> cookie.setPath(attribute[1]);
            case "Max-Age" -> cookie.setMaxAge(Integer.parseInt(attribute[1]));
            case "Expires" -> {
                if (!attribute[1].equals(LONG_AGO)) {
                    throw new IllegalArgumentException("a date that is not long ago");
                }
                cookie.setMaxAge(0);
            }
            case "Secure" -> cookie.setSecure(true);
            case "HttpOnly" -> cookie.setHttpOnly(true);
            case "SameSite" -> cookie.setAttribute("SameSite", attribute[1]);
            default -> throw new IllegalArgumentException("an attribute that browsers do not know");
        }
    }
}
