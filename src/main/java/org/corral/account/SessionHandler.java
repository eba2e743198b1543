package org.corral.account;

import java.io.IOException;
import java.util.Map;
import org.corral.access.Caller;
import org.corral.access.SameOrigin;
import org.corral.http.JsonFields;
import org.corral.http.RefusedException;

/** Signing in, looking at the session, signing out. */
final class SessionHandler {
    private final SignIn signIn;
    private final SignInLimiter limiter;
    private final Accounts accounts;
    private final Sessions sessions;
    private final SameOrigin sameOrigin;

    SessionHandler(SignIn signIn, SignInLimiter limiter, Accounts accounts, Sessions sessions, SameOrigin sameOrigin) {
        this.signIn = signIn;
        this.limiter = limiter;
        this.accounts = accounts;
        this.sessions = sessions;
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
            sessions.open(accounts.require(call.caller().id()), call);
            return;
        }
        Account account = limiter.guard(email, call.request(), () -> signIn.signIn(email, password));
        sessions.open(account, call);
    }

    void show(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        Account account = accounts.require(caller.id());
        if (caller.isLocal()) {
            sessions.openForOther(account, call);
        } else {
            sessions.show(caller, account, call);
        }
    }

    /** Also for who has no token that is good: then there is the cookie to be forgotten. */
    void signOut(ApiCall call) throws RefusedException, IOException {
        sameOrigin.guardCookie(call.request());
        sessions.end(call);
        call.reply(Map.of("status", true));
    }
}
