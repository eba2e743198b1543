package org.corral.issuer;

import java.net.URI;

/**
 * Whose tokens are taken.
 *
 * @param issuer the claim {@code iss}, to the letter
 * @param audience what the claim {@code aud} must contain
 * @param jwksUri where the issuer publishes its keys (RFC 7517 section 5)
 * @param roleClaim the claim that has the roles; {@code realm_access.roles} is one within another
 */
public record IssuerSettings(String issuer, String audience, URI jwksUri, String roleClaim) {
    public IssuerSettings {
        boolean web = "https".equals(jwksUri.getScheme()) || "http".equals(jwksUri.getScheme());
        if (!web || jwksUri.getHost() == null) {
            throw new IllegalArgumentException("init-param jwksUri: is no URL of https or http");
        }
    }
}
