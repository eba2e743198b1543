package org.corral.account;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.access.Credential;
import org.corral.http.RefusedException;
import org.corral.http.SessionCookie;
import org.corral.token.IssuedToken;
import org.corral.token.TokenIssuer;

/** Opens, shows and ends sessions: a token in the answer, and the same in the cookie. */
public final class Sessions {
    private final TokenIssuer tokens;
    private final SessionCookie cookie;
    private final Clock clock;

    public Sessions(TokenIssuer tokens, SessionCookie cookie, Clock clock) {
        this.tokens = tokens;
        this.cookie = cookie;
        this.clock = clock;
    }

    void open(Account account, Exchange exchange) throws IOException {
        IssuedToken token = tokens.issue(account.id(), account.role());
        cookie.set(
                exchange.request(),
                exchange.response(),
                token.text(),
                Duration.between(clock.instant(), token.expiresAt()));
        reply(token, account, exchange);
    }

    /** A token for somebody else: the caller's own cookie stays. */
    void openForOther(Account account, Exchange exchange) throws IOException {
        reply(tokens.issue(account.id(), account.role()), account, exchange);
    }

    private static void reply(IssuedToken token, Account account, Exchange exchange) throws IOException {
        exchange.reply(AccountJson.session(token.text(), Optional.of(token.expiresAt()), account));
    }

    /** With the very token that the caller sent. */
    void show(Caller caller, Account account, Exchange exchange) throws RefusedException, IOException {
        String token = Credential.find(exchange.request()).orElseThrow().text();
        exchange.reply(AccountJson.session(token, caller.proof().expiresAt(), account));
    }

    void end(Exchange exchange) {
        cookie.clear(exchange.request(), exchange.response());
    }
}
