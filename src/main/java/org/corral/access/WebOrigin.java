package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Scheme, host and port, as RFC 6454 compares them.
 *
 * @param port the port, the default of the scheme written out
 */
record WebOrigin(String scheme, String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** @return empty for {@code null}, and for whatever else is not the origin of a web page */
    static Optional<WebOrigin> parse(String header) {
        try {
            URI uri = URI.create(header);
            // An Origin has no path, not even "/" (RFC 6454, 7.1).
            return uri.getRawPath() != null && uri.getRawPath().isEmpty() ? of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<WebOrigin> of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        int port = uri.getPort() == -1 ? defaultPort(scheme) : uri.getPort();
        return Optional.of(new WebOrigin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port));
    }

    /** The origin that the browser must have asked for, as the server sees it. */
    static WebOrigin asked(HttpServletRequest request) {
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
        return new WebOrigin(
                request.getScheme().toLowerCase(Locale.ROOT),
                bareIpv6 ? "[" + host + "]" : host,
                request.getServerPort());
    }

    /** The same, if a proxy in between took TLS away: then the server sees plain HTTP, and 80 where Host named no port. */
    WebOrigin behindTlsProxy() {
        return new WebOrigin("https", host, scheme.equals("http") && port == HTTP ? HTTPS : port);
    }

    boolean isHttps() {
        return scheme.equals("https");
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? HTTPS : HTTP;
    }
}
