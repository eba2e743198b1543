package org.corral.token;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that the database had at one time. At least one of them may sign. */
final class KnownKeys {
    private final Map<String, RingKey> byId;
    /** The keys that may sign, the earliest first. */
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
     * The key that signs at this time. The clock alone decides, so that all nodes change to a new key at the same moment,
     * also before one of them has written the change.
     */
    RingKey signer(Instant now) {
        // There is none if the clock is behind that of the node that made the first key.
        RingKey signer = signers.get(0);
        for (RingKey key : signers) {
            signer = key.life().signsAt(now) ? key : signer;
        }
        return signer;
    }

    /** The key that will sign next. */
    Optional<RingKey> next(Instant now) {
        return signers.stream().filter(key -> key.life().waitsAt(now)).findFirst();
    }

    /** Whether a change is due to be written: a key has taken the place of another, or has ended. */
    boolean changedBy(Instant now) {
        return signers.stream().filter(key -> key.life().signsAt(now)).count() > 1
                || byId.values().stream().anyMatch(key -> key.life().endedAt(now));
    }
}
