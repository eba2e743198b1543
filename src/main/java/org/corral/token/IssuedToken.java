package org.corral.token;

import java.time.Instant;
import java.util.Optional;

/**
 * A new token, on its way to its owner.
 *
 * @param id the claim {@code jti}
 * @param text the token itself: not for logs
 * @param expiresAt in whole seconds, as the token says; empty if it has no end
 */
public record IssuedToken(String id, String text, Optional<Instant> expiresAt) {
    @Override
    public String toString() {
        return "IssuedToken[expiresAt=" + expiresAt + "]";
    }
}
