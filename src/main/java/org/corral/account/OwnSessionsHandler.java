package org.corral.account;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** What people see of their sessions and do with them. */
final class OwnSessionsHandler {
    private final Accounts accounts;
    private final Sessions sessions;
    private final OpenSessions open;

    OwnSessionsHandler(Accounts accounts, Sessions sessions, OpenSessions open) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.open = open;
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
        Optional<OpenSession> session = open.close(caller.id(), call.id());
        if (session.isEmpty()) {
            throw new RefusedException(Refusal.notFound("You have no such session."));
        }
        sessions.revoke(session.get());
        call.reply(true);
    }

    /** Ends all of them, those that are not on the list too; who asks gets a new token if he wants to stay. */
    void signOutEverywhere(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        JsonFields fields = call.fieldsIfAny();
        boolean keepCurrent = fields.flag("keep_current");
        fields.finish();
        Account account =
                accounts.change(caller.id(), Account::endSessions).orElseThrow(AccountRefusals::noSuchAccount);
        // An API key stays what it is, and is no way to a token.
        boolean stays = keepCurrent && tokenId(caller).isPresent();
        call.reply(stays ? sessions.reopen(account, call) : sessions.over(call));
    }

    private static Optional<String> tokenId(Caller caller) {
        return caller.proof() instanceof Proof.Token shown
                ? Optional.of(shown.token().id())
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
