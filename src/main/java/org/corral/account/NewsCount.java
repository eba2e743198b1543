package org.corral.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The single row with the number of the last change; see {@link ChangeFeed}. */
@Entity
@Table(name = "corral_news_count")
class NewsCount {
    @Id
    private int id;

    private long told;

    /** For the persistence provider. */
    protected NewsCount() {}

    @Override
    public String toString() {
        return "NewsCount[" + id + ", " + told + "]";
    }
}
