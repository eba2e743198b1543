package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The cookies of a request as the caller has sent them (RFC 6265, 4.2.1), from the header fields: some servers show one alone of
 * several cookies with the same name, and a request with two different tokens must be refused.
 */
public final class RequestCookies {
    /** @param value as it was sent, with quotes if it has some */
    public record RequestCookie(String name, String value) {}

    private RequestCookies() {}

    /** All, in their order. What has no equals sign is none. */
    public static List<RequestCookie> of(HttpServletRequest request) {
        List<RequestCookie> cookies = new ArrayList<>();
        for (String field : Collections.list(request.getHeaders("Cookie"))) {
            for (String pair : field.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    String name = pair.substring(0, equals).strip();
                    cookies.add(
                            new RequestCookie(name, pair.substring(equals + 1).strip()));
                }
            }
        }
        return cookies;
    }
}
