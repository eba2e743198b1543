package org.corral.access;

import java.util.Optional;
import org.corral.http.RefusedException;

/** Tells whether what a caller shows still opens an account, and what that account may do. */
public interface AccountDirectory {
    /**
     * Asked once for every request, by many threads at once; may block shortly for the database.
     *
     * @return empty if the proof has been revoked, or its account is not there (any more)
     * @throws RefusedException 503 if that can't be told at present
     */
    Optional<AccountSnapshot> find(Proof proof) throws RefusedException;
}
