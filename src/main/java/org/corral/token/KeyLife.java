package org.corral.token;

import java.time.Instant;
import java.util.Optional;

/**
 * When a key signs and verifies.
 *
 * @param maySign whether the key signs, from {@code signsFrom} until another key takes its place
 * @param notAfter the time at which the key stops verifying; a key that may sign has none
 */
record KeyLife(boolean maySign, Instant signsFrom, Optional<Instant> notAfter) {
    static KeyLife of(SigningKey row) {
        return new KeyLife(row.maySign(), row.signsFrom(), row.notAfter());
    }

    boolean signsAt(Instant now) {
        return maySign && !signsFrom.isAfter(now);
    }

    boolean waitsAt(Instant now) {
        return maySign && signsFrom.isAfter(now);
    }

    boolean endedAt(Instant now) {
        return notAfter.isPresent() && !now.isBefore(notAfter.get());
    }
}
