package org.corral.token;

import java.time.Instant;
import java.util.Optional;
import org.corral.settings.TokenAlgorithm;

/**
 * The state of a key, for admins.
 *
 * @param id the {@code kid} in the header of its tokens
 * @param endsAt the time at which the key stops verifying; empty for a key that signs or will sign
 */
public record KeyState(String id, TokenAlgorithm algorithm, Phase phase, Instant signsFrom, Optional<Instant> endsAt) {
    /** In the order in which a key goes through them. */
    public enum Phase {
        NEXT,
        ACTIVE,
        FORMER
    }

    static KeyState of(RingKey key, KnownKeys keys, Instant now) {
        Phase phase = Phase.FORMER;
        if (key.life().waitsAt(now)) {
            phase = Phase.NEXT;
        } else if (keys.signer(now).id().equals(key.id())) {
            phase = Phase.ACTIVE;
        }
        return new KeyState(
                key.id(),
                key.algorithm(),
                phase,
                key.life().signsFrom(),
                key.life().notAfter());
    }
}
