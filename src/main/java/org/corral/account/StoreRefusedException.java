package org.corral.account;

import org.corral.http.RefusedException;

/**
 * Carries a refusal through the server's handler out of the identity store, whose interface knows only valid and invalid.
 */
final class StoreRefusedException extends RuntimeException {
    private final RefusedException refused;

    StoreRefusedException(RefusedException refused) {
        super(refused.getMessage(), null, false, false);
        this.refused = refused;
    }

    RefusedException refused() {
        return refused;
    }
}
