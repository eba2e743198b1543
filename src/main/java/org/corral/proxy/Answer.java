package org.corral.proxy;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.corral.body.Asked;
import org.corral.http.Refusal;
import org.corral.upstream.AnswerHead;
import org.jspecify.annotations.Nullable;

/**
 * What the caller is answered: Ollama's answer as it comes, or, where a streamed answer was begun for its sake with a heartbeat,
 * what can still be said within that. Pieces come on one thread at a time.
 */
final class Answer {
    private final HttpServletResponse response;
    private final Download download;
    private final String path;

    private volatile @Nullable Heartbeat heartbeat; // once the request is known to be for a stream
    private volatile String model = "";
    private volatile boolean begunByUs;
    private volatile boolean headSeen; // Ollama's
    private volatile @Nullable LateError late; // what Ollama says in place of the stream that was begun

    Answer(HttpServletResponse response, Download download, String path) {
        this.response = response;
        this.download = download;
        this.path = path;
    }

    /** Has the answer beat while it is silent, if it is a stream. */
    void isFor(Route route, Asked asked) {
        model = asked.models().stream().findFirst().orElse("");
        heartbeat = route.heartbeat()
                .filter(beat -> asked.stream().orElse(beat.streamsByDefault()))
                .orElse(null);
    }

    /** Whether Ollama has begun to answer. */
    boolean isOllamas() {
        return headSeen;
    }

    /** Whether the caller has been given a status. */
    boolean hasBegun() {
        return headSeen || begunByUs;
    }

    /** Ollama's status and fields. */
    void head(AnswerHead head) {
        Optional<Framing> framing = Framing.of(head);
        if (!begunByUs) {
            headSeen = download.head(framing, () -> HeaderPolicy.answer(head, response));
            return;
        }
        headSeen = true;
        Heartbeat beating = heartbeat;
        if (beating != null && (head.status() != 200 || !framing.equals(Optional.of(beating.framing())))) {
            late = new LateError(head.status());
        }
    }

    void piece(ByteBuffer piece) throws IOException {
        LateError error = late;
        if (error != null) {
            error.add(piece);
        } else {
            download.accept(piece);
        }
    }

    /** Ollama's answer is complete. */
    void end() {
        LateError error = late;
        if (error == null) {
            download.complete();
        } else {
            download.endWith(framing -> error.lastLine(framing, path));
        }
    }

    /**
     * Says that the answer lives, by a beginning if there was none; {@link Download#drain()} sends it.
     *
     * @return whether it was said
     */
    boolean beat() {
        Heartbeat beating = heartbeat;
        if (beating == null) {
            return false;
        }
        if (!hasBegun()) {
            begunByUs = download.head(Optional.of(beating.framing()), () -> {
                response.setStatus(HttpServletResponse.SC_OK);
                response.setContentType(beating.framing().mediaType());
            });
        }
        return download.insert(beating.beat(model, Instant.now()));
    }

    /**
     * Says in the stream why it ends, as soon as nothing is open in it; {@link Download#drain()} sends it.
     *
     * @return false if that is not possible
     */
    boolean endWith(Refusal why) {
        return download.endWith(framing -> framing.lastLine(path, why));
    }
}
