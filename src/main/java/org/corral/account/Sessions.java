package org.corral.account;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private final OpenSessions list;
    private final Accounts accounts;
    private final Clock clock;

    public Sessions(
            TokenIssuer tokens,
            SessionCookie cookie,
            DeviceCookie devices,
            RevokedTokens revoked,
            OpenSessions list,
            Accounts accounts,
            Clock clock) {
        this.tokens = tokens;
        this.cookie = cookie;
        this.devices = devices;
        this.revoked = revoked;
        this.list = list;
        this.accounts = accounts;
        this.clock = clock;
    }

    void open(Account account, ApiCall call) throws IOException {
        IssuedToken token = issue(account, call);
        keep(token, call);
        devices.remember(call.request(), call.response(), account);
        reply(token, account, call);
    }

    /** A token without a cookie, for somebody else for instance: the caller's own cookie stays. */
    void openForOther(Account account, ApiCall call) throws IOException {
        reply(issue(account, call), account, call);
    }

    /** Whoever shows the cookie alone can't know his new token otherwise; the device is known by the new password. */
    void renewCookie(Account account, ApiCall call) throws RefusedException {
        if (cameByCookie(call)) {
            keep(issue(account, call), call);
            devices.remember(call.request(), call.response(), account);
        }
    }

    /** Instead of all that the caller has just ended: what he goes on with, which he can't know otherwise. */
    Map<String, Object> reopen(Account account, ApiCall call) throws RefusedException {
        IssuedToken token = issue(account, call);
        if (cameByCookie(call)) {
            keep(token, call);
        }
        return signedOut(Optional.of(token));
    }

    /** Nothing of the caller's is left. */
    Map<String, Object> over(ApiCall call) throws RefusedException {
        if (cameByCookie(call)) {
            cookie.clear(call.request(), call.response());
        }
        return signedOut(Optional.empty());
    }

    private static Map<String, Object> signedOut(Optional<IssuedToken> token) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", true);
        json.put("token", token.map(IssuedToken::text).orElse(null));
        json.put(
                "expires_at",
                token.flatMap(IssuedToken::expiresAt)
                        .map(Instant::getEpochSecond)
                        .orElse(null));
        return json;
    }

    private static boolean cameByCookie(ApiCall call) {
        return Credential.of(call.request()).filter(Credential::isCookie).isPresent();
    }

    private IssuedToken issue(Account account, ApiCall call) {
        IssuedToken token = tokens.issue(account.id(), account.role(), account.era());
        list.opened(token, account, call.request());
        return token;
    }

    private void keep(IssuedToken token, ApiCall call) {
        cookie.set(
                call.request(),
                call.response(),
                token.text(),
                token.expiresAt()
                        .map(end -> Duration.between(clock.instant(), end))
                        .orElse(LONGEST_COOKIE));
    }

    private static void reply(IssuedToken token, Account account, ApiCall call) throws IOException {
        call.reply(AccountJson.session(token.text(), token.expiresAt(), account));
    }

    /** With the very token that the caller sent. */
    void show(Caller caller, Account account, ApiCall call) throws RefusedException, IOException {
        String token = Credential.of(call.request()).orElseThrow().text();
        call.reply(AccountJson.session(token, caller.proof().expiresAt(), account));
    }

    /** Revokes the token that the caller sent; other credentials stay what they are. */
    void end(ApiCall call) throws RefusedException {
        Optional<Caller> caller = Caller.of(call.request());
        if (caller.isPresent() && caller.get().proof() instanceof Proof.Token shown) {
            revoked.add(shown.token());
            list.close(caller.get().id(), shown.token().id());
            ended(caller.get().id());
        }
        cookie.clear(call.request(), call.response());
    }

    /** The session was taken off the list: its token is good no more. */
    void revoke(OpenSession session) throws RefusedException {
        revoked.add(session);
        ended(session.accountId());
    }

    /** Whoever signs in and out without end keeps us remembering each of his tokens, until it is simpler to end them all. */
    private void ended(String accountId) throws RefusedException {
        if (revoked.tooManyOf(accountId)) {
            accounts.change(accountId, Account::endSessions);
        } else {
            accounts.rightsChanged(accountId);
        }
    }
}
