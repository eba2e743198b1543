package org.corral.access;

import java.util.Optional;
import org.corral.http.RefusedException;

/** Finds the account of an API key. */
public interface ApiKeyDirectory {
    /**
     * Called once for every request with an API key, by many threads at once; may block shortly for the database.
     *
     * @return empty if there is no such key
     * @throws RefusedException 503 if the database can't be asked at present
     */
    Optional<Proof.ApiKey> find(String text) throws RefusedException;
}
