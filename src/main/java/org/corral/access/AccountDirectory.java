package org.corral.access;

import java.util.Optional;
import org.corral.http.RefusedException;

/** Tells whether an account still exists and what it may do. */
public interface AccountDirectory {
    /**
     * Asked once for every request, by many threads at once; may block shortly for the database.
     *
     * @return empty if there is no such account (any more)
     * @throws RefusedException 503 if that can't be told at present
     */
    Optional<Standing> find(String accountId) throws RefusedException;
}
