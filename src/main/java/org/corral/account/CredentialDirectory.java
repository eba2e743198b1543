package org.corral.account;

import java.util.Optional;
import org.corral.access.AccountDirectory;
import org.corral.access.AccountSnapshot;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.http.RefusedException;
import org.corral.storage.StorageUnavailableException;
import org.corral.token.VerifiedToken;

/** Tells for every request whether the proof of its caller still opens an account, and what this account may do. */
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
        Optional<AccountSnapshot> found = snapshot(proof);
        if (found.isPresent() && proof instanceof Proof.Token token) {
            sessions.used(token.token().id());
        }
        return found;
    }

    private Optional<AccountSnapshot> snapshot(Proof proof) throws RefusedException {
        try {
            if (proof instanceof Proof.Token token) {
                return find(token.token());
            }
            return holds(proof) ? accounts.find(proof.accountId()) : Optional.empty();
        } catch (StorageUnavailableException e) {
            throw AccountRefusals.storageUnavailable();
        }
    }

    /**
     * The current state of a caller who was let pass before; empty if they would be refused now. Blocks for the database.
     */
    public Optional<Caller> asOfNow(Caller caller) {
        try {
            return snapshot(caller.proof()).map(now -> Caller.of(now, caller.proof()));
        } catch (RefusedException e) {
            // The database is away: as far as this node knows, nothing has changed.
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
        // The account of the machine itself needs no other proof than the setting corral.auth.
        return proof instanceof Proof.Local;
    }

    private Optional<AccountSnapshot> find(VerifiedToken token) {
        return revoked.contains(token) ? Optional.empty() : accounts.find(token.accountId(), token.era());
    }
}
