package org.corral.upstream;

import java.net.URI;

/**
 * Where a server listens.
 *
 * @param host a name, or an address; one of IPv6 in brackets
 */
public record Endpoint(String host, int port, boolean tls) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** @param uri http or https, with a host */
    public static Endpoint of(URI uri) {
        boolean tls = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() < 0 ? tls ? HTTPS : HTTP : uri.getPort();
        return new Endpoint(uri.getHost(), port, tls);
    }

    /** As the field {@code Host} wants it (RFC 9110, 7.2): without the port that is the scheme's own. */
    String authority() {
        return port == (tls ? HTTPS : HTTP) ? host : host + ":" + port;
    }
}
