package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The URL at which the caller of a request reaches Corral. The path of the cookie, hints and links are made of it. Behind a
 * proxy it differs from the URL that the server sees. {@link PublicUrls} finds it.
 *
 * @param path of the root, without a slash at its end; empty for the root of the host
 */
public record PublicUrl(WebOrigin origin, String path) {

    private static final String NOTED = PublicUrl.class.getName();

    /** The URL for this request; cheap. */
    public static PublicUrl of(HttpServletRequest request) {
        return request.getAttribute(NOTED) instanceof PublicUrl noted
                ? noted
                : PublicUrls.of(request).find(request);
    }

    /** Has {@link #of} answer on other threads than the request's own, where Liberty tells the paths of another request. */
    static void note(HttpServletRequest request) {
        request.setAttribute(NOTED, of(request));
    }

    /** The whole URL, without a slash at its end. */
    public String text() {
        return origin.text() + path;
    }

    /** Whether the caller uses HTTPS, to the server or to a proxy in front of it. */
    boolean isHttps() {
        return origin.isHttps();
    }
}
