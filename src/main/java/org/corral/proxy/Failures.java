package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.corral.access.Caller;
import org.corral.backend.FetchResult;
import org.corral.backend.LeaseRefusal;
import org.corral.http.Refusal;
import org.corral.http.RequestId;
import org.corral.settings.OllamaServer;
import org.corral.settings.Role;
import org.corral.upstream.Failure;
import org.corral.upstream.ResponseHead;
import org.jspecify.annotations.Nullable;

/** The refusals, and the one line in the log for each, when Ollama can't be reached or does not respond as it should. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    /** For a caller whose chunks are malformed (RFC 9112, 7.1). */
    static final Refusal MALFORMED_BODY =
            Refusal.badRequest("The chunks of the request body are malformed.").with("Connection", "close");

    /** For a caller who has lost the right to the answer. */
    static final Refusal RIGHT_LOST = Refusal.of(
                    401, "This session has ended, or may no longer do this. Sign in again.")
            .with("WWW-Authenticate", "Bearer realm=\"corral\", error=\"invalid_token\"");

    /** The last line of an answer that was running when the server was stopped. */
    static final Refusal STOPPED = Refusal.of(
            503,
            "This answer ends early, because the server is being stopped or is kept free by its admin: ask again.");

    /** There is no place for one request more. */
    static final Refusal TOO_MANY = Refusal.unavailable(
            "Too many requests are running: every place at Ollama is taken.", Duration.ofSeconds(5));

    private final String requestId;
    private final boolean callerIsAdmin;
    private volatile @Nullable Unreachable last;

    /** A server that could not be reached. */
    private record Unreachable(OllamaServer server, Failure why) {}

    /** Keeps no reference to the request, which may be over when something fails. */
    Failures(HttpServletRequest request) {
        this.requestId = RequestId.of(request);
        this.callerIsAdmin =
                Caller.of(request).filter(caller -> caller.role() == Role.ADMIN).isPresent();
    }

    /** Notes that a server could not be reached; the request may go to another one. */
    void unreachable(OllamaServer server, Failure failure) {
        last = new Unreachable(server, failure);
        warn("No connection to Ollama at " + server.url() + ": " + failure.text());
    }

    Refusal noServer(LeaseRefusal why, boolean several) {
        return switch (why) {
            case NONE_LEFT -> several ? nobodyThere() : noConnection();
            case QUEUE_FULL, WAITED_TOO_LONG -> TOO_MANY;
            case NO_SUCH_SERVER -> Refusal.badRequest("There is no Ollama server of this name here.");
        };
    }

    private static Refusal nobodyThere() {
        return Refusal.unavailable(
                "No Ollama that could answer this can be reached at present.", Duration.ofSeconds(5));
    }

    private Refusal noConnection() {
        Unreachable tried = last;
        String where = callerIsAdmin && tried != null ? " at " + tried.server().url() : "";
        return tried != null && tried.why() == Failure.CONNECT_TIMED_OUT
                ? Refusal.of(504, "Ollama" + where + " did not accept a connection in time.")
                : Refusal.of(
                        502,
                        "Ollama" + where + " can't be reached. Is it running? Ask whoever looks after this server.");
    }

    /** No server has said which models it has. */
    Refusal noList(int servers) {
        warn("No Ollama said which models it has");
        return servers > 1
                ? nobodyThere()
                : Refusal.of(502, "Ollama can't be reached. Is it running? Ask whoever looks after this server.");
    }

    void listRefused(FetchResult said) {
        warn("Ollama answered with status "
                + said.head().map(ResponseHead::status).orElse(0) + " when it was asked which models it has");
    }

    Refusal beforeAnswer(Failure failure) {
        warn("Ollama did not answer: " + failure.text());
        return Refusal.of(
                502,
                failure == Failure.MALFORMED
                        ? "Ollama's answer could not be understood."
                        : "Ollama closed the connection without an answer.");
    }

    void inMidAnswer(Failure failure) {
        warn("Ollama broke off in mid-answer: " + failure.text());
    }

    void silent() {
        warn("Ollama fell silent in mid-answer");
    }

    Refusal tooSlow() {
        warn("Ollama did not begin to answer in time");
        return Refusal.of(504, "Ollama did not begin to answer in time.");
    }

    Refusal callerStalled() {
        return Refusal.of(408, "The request body did not arrive in time.").with("Connection", "close");
    }

    /** What the last line of an answer says that is cut off. */
    Refusal lastLine(RevocationCutoff.Cause cause) {
        return cause == RevocationCutoff.Cause.STOPPED ? STOPPED : RIGHT_LOST;
    }

    /** Of a request that is cut off before it is answered. */
    Refusal cut(RevocationCutoff.Cause cause) {
        return cause == RevocationCutoff.Cause.STOPPED ? stopped() : rightLost();
    }

    private Refusal stopped() {
        LOG.log(Level.INFO, "A request ends early: this node takes none at present [" + requestId + "]");
        return Refusal.stopping();
    }

    private Refusal rightLost() {
        LOG.log(Level.INFO, "An answer ends early: its caller lost the right to it [" + requestId + "]");
        return RIGHT_LOST;
    }

    void lastLineNotTaken() {
        LOG.log(Level.INFO, "An answer is broken off: its caller did not take the last line [" + requestId + "]");
    }

    private void warn(String what) {
        LOG.log(Level.WARNING, what + " [" + requestId + "]");
    }
}
