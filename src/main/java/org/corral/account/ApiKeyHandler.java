package org.corral.account;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.corral.access.Caller;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** What people do with their API keys: several with a name, or the one of Open WebUI's routes. */
final class ApiKeyHandler {
    private final ApiKeys keys;
    private final Clock clock;

    ApiKeyHandler(ApiKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    void make(Exchange exchange) throws RefusedException, IOException {
        Caller caller = exchange.caller();
        NewApiKey given = NewApiKey.read(exchange.fields(), clock);
        exchange.reply(KeyJson.made(keys.make(caller.id(), given)));
    }

    void list(Exchange exchange) throws RefusedException, IOException {
        exchange.reply(
                keys.of(exchange.caller().id()).stream().map(KeyJson::apiKey).toList());
    }

    void revoke(Exchange exchange) throws RefusedException, IOException {
        if (!keys.revoke(exchange.caller().id(), exchange.id())) {
            throw noSuchKey();
        }
        exchange.reply(true);
    }

    void makeDefault(Exchange exchange) throws RefusedException, IOException {
        Caller caller = exchange.caller();
        exchange.reply(Map.of("api_key", keys.makeDefault(caller.id()).text()));
    }

    /** Masked, since nobody has it any more. */
    void showDefault(Exchange exchange) throws RefusedException, IOException {
        ApiKey key = keys.defaultOf(exchange.caller().id()).orElseThrow(ApiKeyHandler::noSuchKey);
        exchange.reply(Map.of("api_key", KeyText.masked(key.hint())));
    }

    void revokeDefault(Exchange exchange) throws RefusedException, IOException {
        keys.revokeDefault(exchange.caller().id());
        exchange.reply(true);
    }

    private static RefusedException noSuchKey() {
        return new RefusedException(Refusal.notFound("You have no such API key."));
    }
}
