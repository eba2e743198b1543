package org.corral.proxy;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.corral.body.RequestedModels;
import org.corral.http.Refusal;
import org.corral.ollama.Route;
import org.corral.upstream.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What the caller is answered: Ollama's answer as it comes or, where a streamed answer has begun already, with a heartbeat or
 * with what another server said, what can still be said within that. Pieces come on one thread at a time.
 */
final class Answer {
    private static final int OK = 200;

    private final HttpServletResponse response;
    private final Download download;
    private final String path;
    private final ErrorLineDetector inStream = new ErrorLineDetector();

    private volatile @Nullable Heartbeat heartbeat; // once the request is known to be for a stream
    private volatile String model = "";
    private volatile Optional<Framing> begun = Optional.empty(); // before this server's head
    private volatile boolean headSeen; // this server's
    private volatile boolean skipping; // what the caller is not told
    private volatile boolean looking; // for an error, on which no other server is asked
    private volatile @Nullable LateResponse late; // what this server says in place of the stream that was begun

    Answer(HttpServletResponse response, Download download, String path) {
        this.response = response;
        this.download = download;
        this.path = path;
    }

    /** Has the answer say what was cut, and beat while it is silent, if it is a stream. Before anything is answered. */
    void isFor(Route route, RequestedModels requested) {
        if (!requested.cut().isEmpty()) {
            response.setHeader(HeaderPolicy.CUT, HeaderPolicy.names(requested.cut()));
        }
        model = requested.models().stream().findFirst().orElse("");
        heartbeat = Heartbeat.of(route)
                .filter(beat -> requested.stream().orElse(beat.streamsByDefault()))
                .orElse(null);
    }

    /** Whether the caller has asked for a stream. */
    boolean isStreamed() {
        return heartbeat != null;
    }

    /** Whether Ollama has begun to answer. */
    boolean isOllamas() {
        return headSeen;
    }

    /** Whether the caller has been given a status. */
    boolean hasBegun() {
        return begun.isPresent() || (headSeen && !skipping);
    }

    /**
     * Ollama's status and fields.
     *
     * @param overlooked whether the caller need not be told, unless it is a stream
     * @param goesOn whether another server is to be asked, if this one has no objection
     * @param early whether it comes before all of the request
     */
    synchronized void head(ResponseHead head, boolean overlooked, boolean goesOn, boolean early) {
        Optional<Framing> framing = Framing.of(head);
        looking = goesOn && framing.isPresent();
        if (overlooked && framing.isEmpty()) {
            skipping = true;
            headSeen = true;
        } else if (begun.isEmpty()) {
            headSeen = download.head(framing, () -> HeaderPolicy.answer(head, early, response));
        } else {
            headSeen = true;
            // Ollama tells the length of a stream that it has written at once.
            boolean same = head.status() == OK && Framing.like(head).equals(begun);
            late = same ? null : new LateResponse(head.status());
        }
    }

    void piece(ByteBuffer piece) throws IOException {
        LateResponse whole = late;
        if (whole != null) {
            whole.add(piece);
        } else if (!skipping) {
            if (looking) {
                inStream.pass(piece);
            }
            download.accept(piece);
        }
    }

    /** This server's answer is complete, and another one is to be asked. */
    void endsBefore(String next) {
        headSeen = false;
        skipping = false;
        begun = download.framing();
        download.insert(Framing.statusLine("next server: " + next));
    }

    /** Whether this server has objected, so that no other should be asked. */
    boolean isError() {
        LateResponse told = late;
        return told == null ? response.getStatus() >= 300 || inStream.isSeen() : told.isError();
    }

    /** Ollama's answer is complete, and the last. */
    void end() {
        LateResponse whole = late;
        if (whole != null) {
            download.endWith(framing -> whole.lastLine(framing, path));
            return;
        }
        if (skipping) {
            // Another server has done it, and this one had nothing to do.
            download.head(Optional.empty(), () -> response.setContentLength(0));
        }
        download.complete();
    }

    /**
     * Says that the answer lives, by a beginning if there was none; {@link Download#drain()} sends it.
     *
     * @return whether it was said
     */
    synchronized boolean beat(Instant now) {
        Heartbeat beating = heartbeat;
        if (beating == null) {
            return false;
        }
        if (!hasBegun()) {
            Framing framing = beating.framing();
            boolean begins = download.head(Optional.of(framing), () -> {
                response.setStatus(OK);
                response.setContentType(framing.mediaType());
                HeaderPolicy.sendAtOnce(response);
            });
            begun = begins ? Optional.of(framing) : Optional.empty();
        }
        return download.insert(beating.beat(model, now));
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
