package org.corral.api;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.corral.http.RefusedException;
import org.corral.token.KeyRing;
import org.corral.token.KeyState;

/** Shows the signing keys to admins, and rotates them. */
public final class SigningKeysHandler {
    private final KeyRing keys;

    public SigningKeysHandler(KeyRing keys) {
        this.keys = keys;
    }

    void list(ApiCall call) throws RefusedException, IOException {
        call.reply(Map.of(
                "keys", keys.states().stream().map(SigningKeysHandler::json).toList()));
    }

    void rotate(ApiCall call) throws RefusedException, IOException {
        call.reply(json(keys.rotate()));
    }

    private static Map<String, Object> json(KeyState key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kid", key.id());
        json.put("algorithm", key.algorithm().text());
        json.put("state", key.phase().name().toLowerCase(Locale.ROOT));
        json.put("signs_from", key.signsFrom().getEpochSecond());
        json.put("ends_at", key.endsAt().map(Instant::getEpochSecond).orElse(null));
        return json;
    }
}
