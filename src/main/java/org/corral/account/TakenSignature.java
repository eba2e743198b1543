package org.corral.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** That a signature was taken, which must not be taken again; or, under another id, that it may be from one place for a while. */
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

    /** @param keptUntil from when on it says nothing any more */
    TakenSignature(String id, Instant keptUntil) {
        this.id = id;
        this.keptUntil = keptUntil.toEpochMilli();
    }
}
