package org.corral.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corral.access.Scope;
import org.corral.account.ApiKey;
import org.corral.account.MadeApiKey;
import org.corral.account.OllamaKey;

/** Writes keys; times are in seconds since 1970. */
final class KeyJson {
    private KeyJson() {}

    /** The only answer that has the key itself in it. */
    static Map<String, Object> made(MadeApiKey made) {
        Map<String, Object> json = apiKey(made.key());
        json.put("api_key", made.text());
        return json;
    }

    static Map<String, Object> apiKey(ApiKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", key.id());
        json.put("name", key.name());
        json.put("api_key", key.masked());
        json.put("scope", scope(key.scope()));
        json.put("created_at", seconds(Instant.ofEpochMilli(key.createdAt())));
        json.put("expires_at", key.expiresAt().map(KeyJson::seconds).orElse(null));
        json.put("last_used_at", key.lastUsedAt().map(KeyJson::seconds).orElse(null));
        return json;
    }

    private static Object scope(String text) {
        boolean word = text.equals(Scope.ALL.text()) || text.equals(Scope.INFERENCE.text());
        return word ? text : List.of(text.split(" ", -1));
    }

    static Map<String, Object> ollamaKey(OllamaKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", key.id());
        json.put("name", key.name());
        json.put("fingerprint", key.key().fingerprint());
        json.put("created_at", seconds(Instant.ofEpochMilli(key.createdAt())));
        json.put("last_used_at", key.lastUsedAt().map(KeyJson::seconds).orElse(null));
        return json;
    }

    private static long seconds(Instant time) {
        return time.getEpochSecond();
    }
}
