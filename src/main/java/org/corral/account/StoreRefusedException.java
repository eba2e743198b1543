package org.corral.account;

import org.corral.http.RefusedException;

/** Carries a refusal out of the identity store, whose interface knows only right and wrong, through the server's handler. */
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
