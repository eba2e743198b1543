package org.corral.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the values that are kept for all accounts together, such as what admins have switched. */
@Entity
@Table(name = "corral_kept_value")
class KeptValue {
    @Id
    private String name = "";

    private String text = "";

    /** For the persistence provider. */
    protected KeptValue() {}

    KeptValue(String name, String text) {
        this.name = name;
        this.text = text;
    }

    String text() {
        return text;
    }

    void change(String to) {
        text = to;
    }
}
