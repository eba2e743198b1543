package org.corral.account;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.access.Credential;
import org.corral.access.Proof;
import org.corral.http.RefusedException;
import org.corral.http.SessionCookie;
import org.corral.token.IssuedToken;
import org.corral.token.TokenIssuer;

/** Opens, shows and ends sessions: a token in the answer, and the same in the cookie. */
public final class Sessions {
    /** Browsers keep none for longer (RFC 6265bis, 5.5). */
    private static final Duration LONGEST_COOKIE = Duration.ofDays(400);

    private final TokenIssuer tokens;
    private final SessionCookie cookie;
    private final DeviceCookie devices;
    private final RevokedTokens revoked;
    private final Accounts accounts;
    private final Clock clock;

    public Sessions(
            TokenIssuer tokens,
            SessionCookie cookie,
            DeviceCookie devices,
            RevokedTokens revoked,
            Accounts accounts,
            Clock clock) {
        this.tokens = tokens;
        this.cookie = cookie;
        this.devices = devices;
        this.revoked = revoked;
        this.accounts = accounts;
        this.clock = clock;
    }

    void open(Account account, Exchange exchange) throws IOException {
        IssuedToken token = issue(account);
        keep(token, exchange);
        devices.remember(exchange.request(), exchange.response(), account);
        reply(token, account, exchange);
    }

    /** A token without a cookie, for somebody else for instance: the caller's own cookie stays. */
    void openForOther(Account account, Exchange exchange) throws IOException {
        reply(issue(account), account, exchange);
    }

    /** Whoever shows the cookie alone can't know his new token otherwise. */
    void renewCookie(Account account, Exchange exchange) throws RefusedException {
        if (Credential.find(exchange.request()).filter(Credential::isCookie).isPresent()) {
            keep(issue(account), exchange);
        }
    }

    private IssuedToken issue(Account account) {
        return tokens.issue(account.id(), account.role(), account.era());
    }

    private void keep(IssuedToken token, Exchange exchange) {
        cookie.set(
                exchange.request(),
                exchange.response(),
                token.text(),
                token.expiresAt()
                        .map(end -> Duration.between(clock.instant(), end))
                        .orElse(LONGEST_COOKIE));
    }

    private static void reply(IssuedToken token, Account account, Exchange exchange) throws IOException {
        exchange.reply(AccountJson.session(token.text(), token.expiresAt(), account));
    }

    /** With the very token that the caller sent. */
    void show(Caller caller, Account account, Exchange exchange) throws RefusedException, IOException {
        String token = Credential.find(exchange.request()).orElseThrow().text();
        exchange.reply(AccountJson.session(token, caller.proof().expiresAt(), account));
    }

    /** Revokes the token that the caller sent; other credentials stay what they are. */
    void end(Exchange exchange) {
        Optional<Caller> caller = Caller.of(exchange.request());
        if (caller.isPresent() && caller.get().proof() instanceof Proof.Token shown) {
            revoked.add(shown.token());
            accounts.rightsChanged(caller.get().id());
        }
        cookie.clear(exchange.request(), exchange.response());
    }
}
