package org.corral.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row with the number of tries to sign in since a window began, and with the end of the window. */
@Entity
@Table(name = "corral_sign_in_count")
class SignInCount {
    @Id
    private String id = "";

    private int tries;

    @Column(name = "ends_at")
    private long endsAt;

    /** For the persistence provider. */
    protected SignInCount() {}

    /** The first try of a window. */
    SignInCount(String id, long endsAt) {
        this.id = id;
        this.tries = 1;
        this.endsAt = endsAt;
    }

    int tries() {
        return tries;
    }

    /** Milliseconds since 1970. */
    long endsAt() {
        return endsAt;
    }
}
