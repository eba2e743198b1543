package org.corral.proxy;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.corral.body.RequestedModels;
import org.corral.container.ChunkedEnd;
import org.corral.http.Refusal;
import org.corral.ollama.Route;
import org.corral.upstream.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * The answer to the caller: Ollama's response as it comes, and the lines that Corral adds to it: heartbeats, the name of the next
 * server, a last line that says why a stream ends. If a stream has begun before a server responds, the response of that server is
 * put into it.
 *
 * <p>Thread-safe by the monitor of the {@link Download}. Of the methods that take a response, one is called at a time.
 */
final class Answer {
    private static final int OK = 200;

    /** The way of the response of the server that is asked at present. */
    private enum Passage {
        /** There is none yet. */
        NONE,
        /** It goes to the caller as it comes. */
        PASSED,
        /** It goes to the caller, and is searched for an error, after which no other server is asked. */
        SEARCHED,
        /** The caller need not be told. */
        SKIPPED,
        /** It does not fit into the stream that has begun, and is collected for a last line of it. */
        COLLECTED
    }

    private final HttpServletResponse response;
    private final Download download;
    private final String path;
    private final Phases phases;
    private final ErrorLineDetector errors = new ErrorLineDetector();

    // All below are guarded by the download.
    private Optional<Heartbeat> heartbeat = Optional.empty();
    private boolean closes; // the connection, after the answer
    private String model = "";
    private Passage passage = Passage.NONE;
    private Optional<LateResponse> collected = Optional.empty();
    private Framing.@Nullable Position position; // within an answer to which a line can be added
    private byte @Nullable [] lastLine; // to be added as soon as nothing is open

    Answer(HttpServletResponse response, Download download, String path, Phases phases) {
        this.response = response;
        this.download = download;
        this.path = path;
        this.phases = phases;
    }

    /** The request is known: names in a field what was cut out of it, and has a stream beat. Called before anything is answered. */
    void isFor(Route route, RequestedModels requested) {
        synchronized (download) {
            if (!requested.cut().isEmpty()) {
                response.setHeader(HeaderPolicy.CUT, HeaderPolicy.names(requested.cut()));
            }
            model = requested.models().stream().findFirst().orElse("");
            heartbeat = Heartbeat.of(route).filter(beat -> requested.stream().orElse(beat.streamsByDefault()));
        }
    }

    /**
     * The caller wants the connection closed after the answer. Without chunks its end would then be the end of an answer whose
     * length is not known, be it complete or not (RFC 9112, 6.3), and some servers use none. Called before anything is answered.
     */
    void closesTheConnection() {
        synchronized (download) {
            closes = true;
        }
    }

    /** Whether the caller has asked for a stream. */
    boolean isStreamed() {
        synchronized (download) {
            return heartbeat.isPresent();
        }
    }

    /** Whether the caller has been given a status. */
    boolean hasBegun() {
        return download.hasBegun();
    }

    /**
     * A server has begun to respond.
     *
     * @param overlooked whether the caller need not be told, unless it is a stream
     * @param goesOn whether another server is to be asked, if this one has no objection
     * @param early whether it comes before all of the request
     */
    void head(ResponseHead head, boolean overlooked, boolean goesOn, boolean early) {
        Optional<Framing> framing = Framing.of(head);
        Passage passed = goesOn && framing.isPresent() ? Passage.SEARCHED : Passage.PASSED;
        synchronized (download) {
            if (overlooked && framing.isEmpty()) {
                passage = Passage.SKIPPED;
            } else if (!download.hasBegun()) {
                boolean ends = head.has("Content-Length") || !HeaderPolicy.hasContent(head.status());
                if (begin(framing, ends, () -> HeaderPolicy.answer(head, early, response))) {
                    passage = passed;
                }
            } else if (head.status() == OK && Framing.like(head).equals(framing())) {
                // Ollama tells the length of a stream that it has written at once.
                passage = passed;
            } else {
                passage = Passage.COLLECTED;
                collected = Optional.of(new LateResponse(head.status()));
            }
        }
    }

    /** @param endsByItself whether the head says where the answer ends */
    private boolean begin(Optional<Framing> framing, boolean endsByItself, Runnable head) {
        boolean begun = download.head(() -> {
            head.run();
            if (closes && !endsByItself) {
                ChunkedEnd.endWith(response);
            }
        });
        if (begun) {
            position = framing.map(Framing::start).orElse(null);
        }
        return begun;
    }

    private Optional<Framing> framing() {
        return Optional.ofNullable(position).map(Framing.Position::framing);
    }

    /** @return whether a last line has followed it, so that nothing more of the response is wanted */
    boolean piece(ByteBuffer piece) throws IOException {
        synchronized (download) {
            switch (passage) {
                case PASSED -> {
                    return pass(piece);
                }
                case SEARCHED -> {
                    errors.pass(piece);
                    return pass(piece);
                }
                case COLLECTED -> collected.ifPresent(whole -> whole.add(piece));
                case SKIPPED, NONE -> {
                    // Nobody is told.
                }
            }
            return false;
        }
    }

    private boolean pass(ByteBuffer piece) throws IOException {
        Framing.Position at = position;
        if (at == null) {
            download.pass(piece);
            return false;
        }
        ByteBuffer wanted = lastLine == null ? piece : piece.slice(piece.position(), at.rest(piece));
        at.pass(wanted);
        download.pass(wanted);
        return addLastLine();
    }

    private boolean addLastLine() {
        Framing.Position at = position;
        byte[] line = lastLine;
        if (line == null || at == null || !at.isBetween() || !phases.delivering()) {
            return false;
        }
        download.add(line);
        download.complete();
        return true;
    }

    /** The response of this server is complete, and another one is to be asked. */
    void endsBefore(String next) {
        synchronized (download) {
            passage = Passage.NONE;
            collected = Optional.empty();
            insert(Framing.statusLine("next server: " + next));
        }
    }

    /** Whether this server has objected, so that no other should be asked. */
    boolean isError() {
        synchronized (download) {
            return collected.map(LateResponse::isError).orElseGet(() -> response.getStatus() >= 300 || errors.isSeen());
        }
    }

    /** The response is complete, and the last. */
    void end() {
        synchronized (download) {
            Optional<Framing> framing = framing();
            if (collected.isPresent() && framing.isPresent()) {
                endWith(collected.get().lastLine(framing.get(), path));
            } else if (phases.delivering()) {
                if (!download.hasBegun()) {
                    // Another server has done it, and this one had nothing to do.
                    download.head(() -> response.setContentLength(0));
                }
                download.complete();
            }
        }
    }

    /**
     * Says that the answer lives, by a beginning if there was none; {@link Download#drain()} sends it.
     *
     * @return whether it was said
     */
    boolean beat(Instant now) {
        synchronized (download) {
            if (heartbeat.isEmpty()) {
                return false;
            }
            Heartbeat beating = heartbeat.get();
            if (!download.hasBegun()) {
                begin(Optional.of(beating.framing()), false, () -> {
                    response.setStatus(OK);
                    response.setContentType(beating.framing().mediaType());
                    HeaderPolicy.sendAtOnce(response);
                });
            }
            return insert(beating.beat(model, now));
        }
    }

    /** Adds a line of ours while no other is open and nothing waits for the caller. */
    private boolean insert(byte[] line) {
        Framing.Position at = position;
        if (at == null || !at.isBetween() || !download.isIdle()) {
            return false;
        }
        download.add(line);
        return true;
    }

    /**
     * Says in the stream why it ends, as soon as nothing is open in it; {@link Download#drain()} sends it.
     *
     * @return false if that is not possible
     */
    boolean endWith(Refusal why) {
        synchronized (download) {
            Optional<Framing> framing = framing().filter(any -> !download.isComplete());
            framing.ifPresent(in -> endWith(in.lastLine(path, why)));
            return framing.isPresent();
        }
    }

    private void endWith(byte[] line) {
        lastLine = line;
        addLastLine();
    }
}
