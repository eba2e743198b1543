package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where the caller of a request reaches Corral: what the path of the cookie, hints and links are made of. Behind a proxy that
 * is another URL than the one that the server sees. {@link PublicUrls} finds it out.
 *
 * @param path of the root, without a slash at its end; empty for the root of the host
 */
public record PublicUrl(WebOrigin origin, String path) {

    /** Of this request; cheap. */
    public static PublicUrl of(HttpServletRequest request) {
        return PublicUrls.of(request).find(request);
    }

    /** The whole URL, without a slash at its end. */
    public String text() {
        return origin.text() + path;
    }

    /** Whether the caller came by HTTPS, be it to the server or to a proxy before it. */
    boolean isHttps() {
        return origin.isHttps();
    }
}
