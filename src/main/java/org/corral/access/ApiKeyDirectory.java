package org.corral.access;

import java.util.Optional;
import org.corral.http.RefusedException;

/** Tells whose an API key is. */
public interface ApiKeyDirectory {
    /**
     * Asked once for every request with a key, by many threads at once; may block shortly for the database.
     *
     * @return empty if there is no such key (any more)
     * @throws RefusedException 503 if that can't be told at present
     */
    Optional<Proof.ApiKey> find(String text) throws RefusedException;
}
