package org.corral.soak;

import java.util.concurrent.atomic.AtomicLong;
import org.corral.it.Chat;
import org.corral.wire.RawClient;

/**
 * A question whose answer is streamed. Each has a mark of its own, which the stand-in says in every token.
 *
 * @param tokenBytes how long each token is at least
 */
record Question(
        String mark, String model, boolean events, int tokens, int everyMillis, int firstMillis, int tokenBytes) {
    private static final AtomicLong MARKS = new AtomicLong();

    static Question ask(String model, int tokens, int everyMillis) {
        return new Question("M" + MARKS.incrementAndGet(), model, false, tokens, everyMillis, 0, 0);
    }

    /** Server-sent events instead of lines of JSON. */
    Question asEvents() {
        return new Question(mark, model, true, tokens, everyMillis, firstMillis, tokenBytes);
    }

    /** Silence before the first token. */
    Question silentFor(int millis) {
        return new Question(mark, model, events, tokens, everyMillis, millis, tokenBytes);
    }

    Question ofLongTokens(int bytes) {
        return new Question(mark, model, events, tokens, everyMillis, firstMillis, bytes);
    }

    /** What the token of this number says. */
    String token(int number) {
        return mark + ":" + number + "x".repeat(tokenBytes) + " ";
    }

    String by(String bearer) {
        String options = ",\"delay_ms\":" + everyMillis + ",\"first_delay_ms\":" + firstMillis + ",\"token_bytes\":"
                + tokenBytes;
        Chat chat = new Chat(events ? "/ollama/v1/chat/completions" : "/ollama/api/chat", mark, tokens, options);
        return RawClient.post(chat.path(), chat.body().replace(Servers.SHARED, model), bearer);
    }
}
