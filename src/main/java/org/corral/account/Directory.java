package org.corral.account;

import java.util.Optional;
import org.corral.access.AccountDirectory;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.access.Standing;
import org.corral.http.RefusedException;
import org.corral.settings.Role;
import org.corral.storage.StorageUnavailableException;
import org.corral.token.VerifiedToken;

/** What every request asks: whether that which its caller shows still opens an account, and what that one may do. */
public final class Directory implements AccountDirectory {
    private final Accounts accounts;
    private final RevokedTokens revoked;

    public Directory(Accounts accounts, RevokedTokens revoked) {
        this.accounts = accounts;
        this.revoked = revoked;
    }

    @Override
    public Optional<Standing> find(Proof proof) throws RefusedException {
        try {
            return proof instanceof Proof.Token shown ? find(shown.token()) : Optional.empty();
        } catch (StorageUnavailableException e) {
            throw AccountRefusals.storageUnavailable();
        }
    }

    /** Whether a caller who was let pass would be so still, where this is the lowest role. Blocks for the database. */
    public boolean mayStill(Caller caller, Role lowest) {
        try {
            return find(caller.proof())
                    .filter(now -> now.role().compareTo(lowest) >= 0)
                    .isPresent();
        } catch (RefusedException e) {
            // The database is away: nobody has taken anything from him that we know of.
            return true;
        }
    }

    private Optional<Standing> find(VerifiedToken token) {
        return revoked.contains(token) ? Optional.empty() : accounts.find(token.accountId(), token.era());
    }
}
