package org.corral.api;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.access.Credential;
import org.corral.account.Account;
import org.corral.account.Sessions;
import org.corral.http.SessionCookie;
import org.corral.token.IssuedToken;

/** Answers with sessions: the token stands in the JSON, and the same token in the cookie. */
public final class SessionReplies {
    /** Browsers keep no cookie for longer (RFC 6265bis, 5.5). */
    private static final Duration LONGEST_COOKIE = Duration.ofDays(400);

    private final Sessions sessions;
    private final SignInOrigins origins;
    private final SessionCookie cookie;
    private final DeviceCookie devices;
    private final Clock clock;

    public SessionReplies(
            Sessions sessions, SignInOrigins origins, SessionCookie cookie, DeviceCookie devices, Clock clock) {
        this.sessions = sessions;
        this.origins = origins;
        this.cookie = cookie;
        this.devices = devices;
        this.clock = clock;
    }

    void open(Account account, ApiCall call) throws IOException {
        IssuedToken token = issue(account, call);
        setCookie(token, call);
        devices.remember(call.request(), call.response(), account);
        reply(token, account, call);
    }

    /** Without the cookie, so that the caller's own stays: the session may be somebody else's. */
    void openWithoutCookie(Account account, ApiCall call) throws IOException {
        reply(issue(account, call), account, call);
    }

    /** Gives a caller who came by the cookie a new one, after a change of the password that has ended all sessions. */
    void renewCookie(Account account, ApiCall call) {
        if (cameByCookie(call)) {
            setCookie(issue(account, call), call);
            devices.remember(call.request(), call.response(), account);
        }
    }

    /** Gives the caller a new session in place of all those that they have just ended. */
    void reopen(Account account, ApiCall call) throws IOException {
        IssuedToken token = issue(account, call);
        if (cameByCookie(call)) {
            setCookie(token, call);
        }
        call.reply(signedOut(Optional.of(token)));
    }

    /** Tells the caller that all their sessions have ended, this one too. */
    void over(ApiCall call) throws IOException {
        if (cameByCookie(call)) {
            clearCookie(call);
        }
        call.reply(signedOut(Optional.empty()));
    }

    /** With the very token that the caller sent. */
    void show(Caller caller, Account account, ApiCall call) throws IOException {
        String token = Credential.of(call.request()).orElseThrow().text();
        call.reply(AccountJson.session(token, caller.proof().expiresAt(), account));
    }

    void clearCookie(ApiCall call) {
        cookie.clear(call.request(), call.response());
    }

    private IssuedToken issue(Account account, ApiCall call) {
        return sessions.open(account, origins.of(call.request()));
    }

    private void setCookie(IssuedToken token, ApiCall call) {
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

    private static boolean cameByCookie(ApiCall call) {
        return Credential.of(call.request()).filter(Credential::isCookie).isPresent();
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
}
