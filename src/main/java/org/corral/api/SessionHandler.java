package org.corral.api;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.access.SameOrigin;
import org.corral.account.Account;
import org.corral.account.Accounts;
import org.corral.account.EmailAddress;
import org.corral.account.Sessions;
import org.corral.account.SignIn;
import org.corral.account.SignInLimiter;
import org.corral.http.JsonFields;
import org.corral.http.RefusedException;

/** Signs callers in and out, and shows them their session. */
public final class SessionHandler {
    private final SignIn signIn;
    private final SignInLimiter limiter;
    private final Accounts accounts;
    private final Sessions sessions;
    private final SessionReplies replies;
    private final SignInOrigins origins;
    private final SameOrigin sameOrigin;

    public SessionHandler(
            SignIn signIn,
            SignInLimiter limiter,
            Accounts accounts,
            Sessions sessions,
            SessionReplies replies,
            SignInOrigins origins,
            SameOrigin sameOrigin) {
        this.signIn = signIn;
        this.limiter = limiter;
        this.accounts = accounts;
        this.sessions = sessions;
        this.replies = replies;
        this.origins = origins;
        this.sameOrigin = sameOrigin;
    }

    void signIn(ApiCall call) throws RefusedException, IOException {
        JsonFields fields = call.fields();
        String email = EmailAddress.typed(fields.text("email"));
        String password = fields.text("password");
        // Scripts for Open WebUI send further fields, none of which changes what sign-in does.
        fields.ignoring(name -> true).finish();
        if (Caller.of(call.request()).filter(Caller::isLocal).isPresent()) {
            // While corral.auth is off nobody signs in, so the password does not matter.
            replies.open(accounts.require(call.caller().id()), call);
            return;
        }
        Account account = limiter.guard(email, origins.of(call.request()), () -> signIn.signIn(email, password));
        replies.open(account, call);
    }

    void show(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        Account account = accounts.require(caller.id());
        if (caller.isLocal()) {
            replies.openWithoutCookie(account, call);
        } else {
            replies.show(caller, account, call);
        }
    }

    /** For callers without a good token too: then the browser forgets the cookie. */
    void signOut(ApiCall call) throws RefusedException, IOException {
        sameOrigin.guardCookie(call.request());
        Optional<Caller> caller = Caller.of(call.request());
        // API keys and other credentials stay as they are.
        if (caller.isPresent() && caller.get().proof() instanceof Proof.Token token) {
            sessions.end(token.token());
        }
        replies.clearCookie(call);
        call.reply(Map.of("status", true));
    }
}
