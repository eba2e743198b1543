package org.corral.token;

import java.time.Instant;
import java.util.Optional;

/**
 * What a key is for, and when.
 *
 * @param maySign whether it signs, from {@code signsFrom} until another one does
 * @param notAfter when it stops verifying; a key that may sign has no such time
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
