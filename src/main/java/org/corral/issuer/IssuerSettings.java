package org.corral.issuer;

import java.net.URI;
import java.util.Set;

/**
 * Whose tokens are taken.
 *
 * @param issuer the claim {@code iss}, to the letter
 * @param audience what the claim {@code aud} must contain
 * @param jwksUri where the issuer publishes its keys (RFC 7517 section 5)
 * @param roleClaim the claim that has the roles; {@code realm_access.roles} is one within another
 */
public record IssuerSettings(String issuer, String audience, URI jwksUri, String roleClaim) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public IssuerSettings {
        boolean web = "https".equals(jwksUri.getScheme()) || "http".equals(jwksUri.getScheme());
        if (!web || jwksUri.getHost() == null) {
            throw new IllegalArgumentException("init-param jwksUri: is no URL of https or http");
        }
    }

    /** Whether somebody on the way could give us keys of his own. */
    boolean exposed() {
        return jwksUri.getScheme().equals("http") && !LOOPBACK.contains(jwksUri.getHost());
    }
}
