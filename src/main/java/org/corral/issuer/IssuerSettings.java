package org.corral.issuer;

import java.net.MalformedURLException;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The issuer whose tokens are accepted.
 *
 * @param issuer the exact claim {@code iss}
 * @param audience what the claim {@code aud} must contain
 * @param jwksUri where the issuer publishes its keys (RFC 7517 section 5)
 * @param roleClaim the claim that has the roles; {@code realm_access.roles} is one within another
 */
public record IssuerSettings(String issuer, String audience, URI jwksUri, String roleClaim) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    public IssuerSettings {
        boolean web = "https".equals(jwksUri.getScheme()) || "http".equals(jwksUri.getScheme());
        if (!web || host(jwksUri).isEmpty()) {
            throw new IllegalArgumentException("init-param jwksUri: is no URL of https or http");
        }
        if (jwksUri.getScheme().equals("https") && host(jwksUri).contains("_")) {
            throw new IllegalArgumentException(
                    "init-param jwksUri: has https and an underscore in the host, for which Java takes no certificate");
        }
    }

    /** Whether somebody on the network path could replace the keys. */
    boolean exposed() {
        return jwksUri.getScheme().equals("http") && !LOOPBACK.contains(host(jwksUri));
    }

    /** Accepts a host with an underscore, as Docker names them, for which {@link URI#getHost()} returns null. */
    private static String host(URI uri) {
        try {
            String host = uri.toURL().getHost();
            return HOST.matcher(host).matches() ? host : "";
        } catch (MalformedURLException | IllegalArgumentException e) {
            return "";
        }
    }
}
