package org.corral.api;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.corral.access.Caller;
import org.corral.account.ApiKey;
import org.corral.account.ApiKeys;
import org.corral.account.NewApiKey;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Makes, lists and revokes the API keys of the caller: keys with names, and the single key of Open WebUI's routes. */
public final class ApiKeyHandler {
    private final ApiKeys keys;
    private final Clock clock;

    public ApiKeyHandler(ApiKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    void make(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        NewApiKey wanted = NewApiKeyJson.read(call.fields(), clock);
        call.reply(KeyJson.made(keys.make(caller.id(), wanted)));
    }

    void list(ApiCall call) throws RefusedException, IOException {
        call.reply(keys.of(call.caller().id()).stream().map(KeyJson::apiKey).toList());
    }

    void revoke(ApiCall call) throws RefusedException, IOException {
        if (!keys.revoke(call.caller().id(), call.id())) {
            throw noSuchKey();
        }
        call.reply(true);
    }

    void makeDefault(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        call.reply(Map.of("api_key", keys.makeDefault(caller.id()).text()));
    }

    /** Masked, since the key itself is not kept. */
    void showDefault(ApiCall call) throws RefusedException, IOException {
        ApiKey key = keys.defaultOf(call.caller().id()).orElseThrow(ApiKeyHandler::noSuchKey);
        call.reply(Map.of("api_key", key.masked()));
    }

    void revokeDefault(ApiCall call) throws RefusedException, IOException {
        keys.revokeDefault(call.caller().id());
        call.reply(true);
    }

    private static RefusedException noSuchKey() {
        return new RefusedException(Refusal.notFound("You have no such API key."));
    }
}
