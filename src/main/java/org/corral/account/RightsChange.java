package org.corral.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row for an account whose rights have changed within the last day, with the number of the last change. */
@Entity
@Table(name = "corral_rights_change")
class RightsChange {
    @Id
    @Column(name = "account_id")
    private String accountId = "";

    private long told;

    @Column(name = "changed_at")
    private long changedAt;

    /** For the persistence provider. */
    protected RightsChange() {}

    RightsChange(String accountId, long told, long changedAt) {
        this.accountId = accountId;
        this.told = told;
        this.changedAt = changedAt;
    }

    String accountId() {
        return accountId;
    }

    long told() {
        return told;
    }

    /** Milliseconds since 1970. */
    long changedAt() {
        return changedAt;
    }
}
