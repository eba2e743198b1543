package org.corral.api;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.corral.access.Scope;
import org.corral.account.AccountRules;
import org.corral.account.NewApiKey;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Reads and checks the values of an API key that is to be made. */
final class NewApiKeyJson {
    /** The last second of the year 9999; a time in milliseconds is far beyond it. */
    private static final long LAST = 253_402_300_799L;

    private NewApiKeyJson() {}

    static NewApiKey read(JsonFields fields, Clock clock) throws RefusedException {
        String name = fields.text("name");
        List<String> scope = fields.optionalTexts("scope");
        Optional<Long> expiresAt = fields.optionalWhole("expires_at");
        fields.finish();
        return new NewApiKey(AccountRules.name(name), scope(scope), end(expiresAt, clock));
    }

    private static Scope scope(List<String> words) throws RefusedException {
        if (words.isEmpty()) {
            return Scope.ALL;
        }
        return Scope.parse(String.join(" ", words))
                .orElseThrow(() -> bad("A scope is \"all\", \"inference\", or paths such as"
                        + " [\"/ollama/api/chat\",\"/ollama/v1/*\"], of 2000 characters at most."));
    }

    private static Optional<Instant> end(Optional<Long> seconds, Clock clock) throws RefusedException {
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        // expires_at == now is expired, as with a token.
        if (seconds.get() <= clock.instant().getEpochSecond() || seconds.get() > LAST) {
            throw bad("expires_at is a time in the future, in seconds since 1970.");
        }
        return seconds.map(Instant::ofEpochSecond);
    }

    private static RefusedException bad(String text) {
        return new RefusedException(Refusal.badRequest(text));
    }
}
