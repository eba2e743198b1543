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

/** Signing in, looking at the session, signing out. */
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
        // Scripts for Open WebUI send more, and nothing that could be meant changes what is asked for.
        fields.ignoring(name -> true).finish();
        if (Caller.of(call.request()).filter(Caller::isLocal).isPresent()) {
            // Whatever was sent: nobody signs in here.
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
        // Other credentials stay what they are.
        if (caller.isPresent() && caller.get().proof() instanceof Proof.Token shown) {
            sessions.end(shown.token());
        }
        replies.clearCookie(call);
        call.reply(Map.of("status", true));
    }
}
