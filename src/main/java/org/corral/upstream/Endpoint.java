package org.corral.upstream;

import java.util.OptionalInt;

/**
 * Where a server listens.
 *
 * @param host a name, or an address; one of IPv6 in brackets
 */
public record Endpoint(String host, int port, boolean tls) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** @param port empty for that which goes without saying */
    public static Endpoint of(String host, OptionalInt port, boolean tls) {
        return new Endpoint(host, port.orElse(tls ? HTTPS : HTTP), tls);
    }

    /** The value of the field {@code Host} (RFC 9110, 7.2): without the port that is the scheme's own. */
    String authority() {
        return port == (tls ? HTTPS : HTTP) ? host : host + ":" + port;
    }
}
