package org.corral.token;

import java.time.Instant;

/**
 * A new token, on its way to its owner.
 *
 * @param text the token itself: not for logs
 * @param expiresAt in whole seconds, as the token says
 */
public record IssuedToken(String text, Instant expiresAt) {
    @Override
    public String toString() {
        return "IssuedToken[expiresAt=" + expiresAt + "]";
    }
}
