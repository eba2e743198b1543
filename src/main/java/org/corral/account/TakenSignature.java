package org.corral.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/**
 * A row for a signature that was accepted; under another id, a row for the place from which it may come again for a
 * while.
 */
@Entity
@Table(name = "corral_taken_signature")
class TakenSignature {
    @Id
    private String id = "";

    @Version
    private long version;

    @Column(name = "kept_until")
    private long keptUntil;

    /** For the persistence provider. */
    protected TakenSignature() {}

    /** @param keptUntil the time from which the row has no meaning */
    TakenSignature(String id, Instant keptUntil) {
        this.id = id;
        this.keptUntil = keptUntil.toEpochMilli();
    }
}
