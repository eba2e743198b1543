package org.corral.account;

import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.token.IssuedToken;
import org.corral.token.TokenIssuer;
import org.corral.token.VerifiedToken;

/**
 * Opens and ends sessions. Each is a token, which stays good until it expires or is revoked here. Blocks for the
 * database.
 */
public final class Sessions {
    private final TokenIssuer tokens;
    private final RevokedTokens revoked;
    private final OpenSessions list;
    private final Accounts accounts;

    public Sessions(TokenIssuer tokens, RevokedTokens revoked, OpenSessions list, Accounts accounts) {
        this.tokens = tokens;
        this.revoked = revoked;
        this.list = list;
        this.accounts = accounts;
    }

    /** Issues a token, and puts it on the list of the account's sessions. */
    public IssuedToken open(Account account, SignInOrigin origin) {
        IssuedToken token = tokens.issue(account.id(), account.role(), account.era());
        list.opened(token, account, origin);
        return token;
    }

    /** Revokes this token, and takes it off the list. */
    public void end(VerifiedToken token) throws RefusedException {
        revoked.add(token);
        list.close(token.accountId(), token.id());
        ended(token.accountId());
    }

    /**
     * Takes a session off the list, and revokes its token.
     *
     * @return whether the account has a session of this id
     */
    public boolean end(String accountId, String id) throws RefusedException {
        Optional<OpenSession> session = list.close(accountId, id);
        if (session.isPresent()) {
            revoked.add(session.get());
            ended(accountId);
        }
        return session.isPresent();
    }

    /**
     * Revoked tokens are remembered one by one, until an account has so many that it is simpler to end all its sessions.
     */
    private void ended(String accountId) throws RefusedException {
        if (revoked.tooManyOf(accountId)) {
            accounts.change(accountId, Account::endSessions);
        } else {
            accounts.rightsChanged(accountId);
        }
    }
}
