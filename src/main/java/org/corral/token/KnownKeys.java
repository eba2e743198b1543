package org.corral.token;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys as the database had them at one time. One of them at least may sign. */
final class KnownKeys {
    private final Map<String, RingKey> byId;
    /** Those that may sign, the earliest first. */
    private final List<RingKey> signers;

    private final Instant readAt;

    private KnownKeys(Map<String, RingKey> byId, List<RingKey> signers, Instant readAt) {
        this.byId = byId;
        this.signers = signers;
        this.readAt = readAt;
    }

    /** @return empty if no key may sign */
    static Optional<KnownKeys> of(Collection<RingKey> keys, Instant readAt) {
        Map<String, RingKey> byId = new LinkedHashMap<>();
        keys.forEach(key -> byId.put(key.id(), key));
        List<RingKey> signers = keys.stream()
                .filter(key -> key.life().maySign())
                .sorted(Comparator.comparing(key -> key.life().signsFrom()))
                .toList();
        return signers.isEmpty()
                ? Optional.empty()
                : Optional.of(new KnownKeys(Collections.unmodifiableMap(byId), signers, readAt));
    }

    KnownKeys seenAgain(Instant now) {
        return new KnownKeys(byId, signers, now);
    }

    Map<String, RingKey> byId() {
        return byId;
    }

    Instant readAt() {
        return readAt;
    }

    /**
     * The one that signs at this time. By the clock alone: all nodes change over in the same moment, also before one of
     * them has written that down.
     */
    RingKey signer(Instant now) {
        // A clock that is behind that of the node which made the first key finds none.
        RingKey signer = signers.get(0);
        for (RingKey key : signers) {
            signer = key.life().signsAt(now) ? key : signer;
        }
        return signer;
    }

    /** The one that will sign. */
    Optional<RingKey> next(Instant now) {
        return signers.stream().filter(key -> key.life().waitsAt(now)).findFirst();
    }

    /** Whether something has to be written down: a key has taken the place of another one, or is over. */
    boolean changedBy(Instant now) {
        return signers.stream().filter(key -> key.life().signsAt(now)).count() > 1
                || byId.values().stream().anyMatch(key -> key.life().endedAt(now));
    }
}
