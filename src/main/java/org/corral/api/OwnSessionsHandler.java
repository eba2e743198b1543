package org.corral.api;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.account.Account;
import org.corral.account.AccountChanges;
import org.corral.account.Accounts;
import org.corral.account.OpenSession;
import org.corral.account.OpenSessions;
import org.corral.account.Sessions;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Lists and ends the sessions of the caller. */
public final class OwnSessionsHandler {
    private final Accounts accounts;
    private final AccountChanges changes;
    private final OpenSessions open;
    private final Sessions sessions;
    private final SessionReplies replies;

    public OwnSessionsHandler(
            Accounts accounts, AccountChanges changes, OpenSessions open, Sessions sessions, SessionReplies replies) {
        this.accounts = accounts;
        this.changes = changes;
        this.open = open;
        this.sessions = sessions;
        this.replies = replies;
    }

    void list(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        Account account = accounts.require(caller.id());
        String current = tokenId(caller).orElse("");
        call.reply(open.of(account).stream()
                .map(session -> json(session, session.id().equals(current)))
                .toList());
    }

    void end(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        if (!sessions.end(caller.id(), call.id())) {
            throw new RefusedException(Refusal.notFound("You have no such session."));
        }
        call.reply(true);
    }

    /** Ends all sessions, those that are not on the list too; callers who want to stay get a new token. */
    void signOutEverywhere(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        JsonFields fields = call.fieldsIfAny();
        boolean keepCurrent = fields.flag("keep_current");
        fields.finish();
        Account account = changes.endSessions(caller.id());
        // A caller with an API key keeps the key, and gets no token.
        if (keepCurrent && tokenId(caller).isPresent()) {
            replies.reopen(account, call);
        } else {
            replies.over(call);
        }
    }

    private static Optional<String> tokenId(Caller caller) {
        return caller.proof() instanceof Proof.Token token
                ? Optional.of(token.token().id())
                : Optional.empty();
    }

    private static Map<String, Object> json(OpenSession session, boolean current) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", session.id());
        json.put("created_at", session.createdAt().getEpochSecond());
        json.put("last_active_at", session.lastActiveAt().getEpochSecond());
        json.put("expires_at", session.expiresAt().map(Instant::getEpochSecond).orElse(null));
        json.put("user_agent", session.userAgent());
        json.put("address", session.address());
        json.put("current", current);
        return json;
    }
}
