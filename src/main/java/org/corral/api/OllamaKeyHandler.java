package org.corral.api;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.corral.access.Caller;
import org.corral.access.SshKey;
import org.corral.account.AccountRules;
import org.corral.account.OllamaKeys;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Registers, lists and revokes the public keys of the caller's ollama. */
public final class OllamaKeyHandler {
    private static final String NAME = "ollama";
    /** A line as ssh-keygen and ollama write it, with or without a comment. */
    private static final Pattern LINE = Pattern.compile(
            "ssh-ed25519 ([A-Za-z0-9+/]{68})(?: ([^\\r\\n]{0," + AccountRules.MAX_NAME + "}))?\\r?\\n?");

    private final OllamaKeys keys;

    public OllamaKeyHandler(OllamaKeys keys) {
        this.keys = keys;
    }

    void register(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        JsonFields fields = call.fields();
        String line = fields.text("public_key");
        Optional<String> name = fields.optionalText("name");
        fields.finish();
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw noKey();
        }
        SshKey key = SshKey.parse(matcher.group(1)).orElseThrow(OllamaKeyHandler::noKey);
        String comment = Optional.ofNullable(matcher.group(2)).orElse("").strip();
        String checked = AccountRules.name(name.orElse(comment.isEmpty() ? NAME : comment));
        call.reply(KeyJson.ollamaKey(keys.register(caller.id(), key, checked)));
    }

    void list(ApiCall call) throws RefusedException, IOException {
        call.reply(keys.of(call.caller().id()).stream().map(KeyJson::ollamaKey).toList());
    }

    void revoke(ApiCall call) throws RefusedException, IOException {
        if (!keys.revoke(call.caller().id(), call.id())) {
            throw new RefusedException(Refusal.notFound("You have registered no such key."));
        }
        call.reply(true);
    }

    private static RefusedException noKey() {
        return new RefusedException(Refusal.badRequest("public_key is the text of ~/.ollama/id_ed25519.pub:"
                + " one line that begins with 'ssh-ed25519 AAAA'."));
    }
}
