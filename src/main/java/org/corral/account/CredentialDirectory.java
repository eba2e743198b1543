package org.corral.account;

import java.util.Optional;
import org.corral.access.AccountDirectory;
import org.corral.access.AccountSnapshot;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.http.RefusedException;
import org.corral.storage.StorageUnavailableException;
import org.corral.token.VerifiedToken;

/** What every request asks: whether that which its caller shows still opens an account, and what that one may do. */
public final class CredentialDirectory implements AccountDirectory {
    private final Accounts accounts;
    private final RevokedTokens revoked;
    private final ApiKeys apiKeys;
    private final OllamaKeys ollamaKeys;
    private final OpenSessions sessions;

    public CredentialDirectory(
            Accounts accounts, RevokedTokens revoked, ApiKeys apiKeys, OllamaKeys ollamaKeys, OpenSessions sessions) {
        this.accounts = accounts;
        this.revoked = revoked;
        this.apiKeys = apiKeys;
        this.ollamaKeys = ollamaKeys;
        this.sessions = sessions;
    }

    @Override
    public Optional<AccountSnapshot> find(Proof proof) throws RefusedException {
        Optional<AccountSnapshot> found = standing(proof);
        if (found.isPresent() && proof instanceof Proof.Token shown) {
            sessions.used(shown.token().id());
        }
        return found;
    }

    private Optional<AccountSnapshot> standing(Proof proof) throws RefusedException {
        try {
            if (proof instanceof Proof.Token shown) {
                return find(shown.token());
            }
            return holds(proof) ? accounts.find(proof.accountId()) : Optional.empty();
        } catch (StorageUnavailableException e) {
            throw AccountRefusals.storageUnavailable();
        }
    }

    /** A caller who was let pass, as he is now; empty if he would not be let pass any more. Blocks for the database. */
    public Optional<Caller> asOfNow(Caller caller) {
        try {
            return standing(caller.proof()).map(now -> Caller.of(now, caller.proof()));
        } catch (RefusedException e) {
            // The database is away: nobody has taken anything from him that we know of.
            return Optional.of(caller);
        }
    }

    private boolean holds(Proof proof) throws RefusedException {
        if (proof instanceof Proof.ApiKey key) {
            return apiKeys.holds(key);
        }
        if (proof instanceof Proof.Signature signature) {
            return ollamaKeys.holds(signature);
        }
        // Nothing opens it but the setting.
        return proof instanceof Proof.Local;
    }

    private Optional<AccountSnapshot> find(VerifiedToken token) {
        return revoked.contains(token) ? Optional.empty() : accounts.find(token.accountId(), token.era());
    }
}
