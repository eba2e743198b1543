package org.corral.access;

import java.time.Instant;
import java.util.Optional;
import org.corral.token.VerifiedToken;

/** What a caller was recognised by. */
public sealed interface Proof {
    /** When it ends by itself; empty if it does not. */
    Optional<Instant> expiresAt();

    /** A token that the verifier has found good. */
    record Token(VerifiedToken token) implements Proof {
        @Override
        public Optional<Instant> expiresAt() {
            return token.expiresAt();
        }
    }
}
