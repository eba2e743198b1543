package org.corral.access;

import java.util.Optional;
import org.corral.http.RefusedException;

/** Tells whether the proof of a caller still opens an account, and what that account may do. */
public interface AccountDirectory {
    /**
     * Called once for every request, by many threads at once; may block shortly for the database.
     *
     * @return empty if the proof has been revoked, or the account does not exist
     * @throws RefusedException 503 if the database can't be asked at present
     */
    Optional<AccountSnapshot> find(Proof proof) throws RefusedException;
}
