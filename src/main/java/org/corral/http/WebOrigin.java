package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.corral.settings.HostAndPort;

/**
 * The origin of a web page: scheme, host and port, which RFC 6454 compares.
 *
 * @param port also where it is the default of the scheme
 */
public record WebOrigin(String scheme, String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** @return empty for the text {@code null}, and for any other text that is not the origin of a web page */
    public static Optional<WebOrigin> parse(String header) {
        try {
            URI uri = URI.create(header);
            // An Origin has no path, not even "/" (RFC 6454, 7.1).
            return uri.getRawPath() != null && uri.getRawPath().isEmpty() ? of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public static Optional<WebOrigin> of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        Optional<HostAndPort> server = web ? HostAndPort.of(uri) : Optional.empty();
        return server.filter(any -> uri.getRawUserInfo() == null)
                .map(known -> new WebOrigin(
                        scheme,
                        known.host().toLowerCase(Locale.ROOT),
                        known.port().orElse(defaultPort(scheme))));
    }

    /** The origin that the caller has called, as the server sees it. */
    static WebOrigin asked(HttpServletRequest request) {
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
        return new WebOrigin(
                request.getScheme().toLowerCase(Locale.ROOT),
                bareIpv6 ? "[" + host + "]" : host,
                request.getServerPort());
    }

    /**
     * The origin with another scheme, as before a proxy that has changed the scheme. The default port changes with it: a
     * server sees port 80 with plain HTTP if {@code Host} names no port.
     */
    public WebOrigin by(String other) {
        return new WebOrigin(other, host, port == defaultPort(scheme) ? defaultPort(other) : port);
    }

    public boolean isHttps() {
        return scheme.equals("https");
    }

    /** Whether the other origin has the same host, and the same port or the default port of its scheme. */
    boolean isPlaceOf(WebOrigin other) {
        return equals(other.by(scheme));
    }

    /** As browsers write it (RFC 6454, 6.2). */
    String text() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? HTTPS : HTTP;
    }
}
