package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.apache.hc.core5.http.HttpException;
import org.corral.access.Caller;
import org.corral.backend.ConnectException;
import org.corral.http.Refusal;
import org.corral.http.RequestId;
import org.corral.settings.Role;

/** What the caller is told, and the one line in the log, when Ollama can't be reached or does not answer as it should. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    /** What a caller is told who may not have any more what he has asked for. */
    static final Refusal RIGHT_LOST = Refusal.of(
                    401, "This session has ended, or may no longer do this. Sign in again.")
            .with("WWW-Authenticate", "Bearer realm=\"corral\", error=\"invalid_token\"");

    private final String requestId;
    private final boolean callerIsAdmin;

    /** Keeps nothing of the request, which may be over when something fails. */
    Failures(HttpServletRequest request) {
        this.requestId = RequestId.of(request);
        this.callerIsAdmin =
                Caller.of(request).filter(caller -> caller.role() == Role.ADMIN).isPresent();
    }

    Refusal connecting(ConnectException refused) {
        String where = callerIsAdmin ? " at " + refused.server() : "";
        warn("No connection to Ollama at " + refused.server() + ": " + refused.getMessage());
        return switch (refused.reason()) {
            case UNREACHABLE ->
                Refusal.of(
                        502,
                        "Ollama" + where + " can't be reached. Is it running? Ask whoever looks after this server.");
            case TIMED_OUT -> Refusal.of(504, "Ollama" + where + " did not accept a connection in time.");
            case NONE_FREE ->
                Refusal.unavailable(
                        "Too many requests are running: every connection to Ollama is in use.", Duration.ofSeconds(5));
        };
    }

    Refusal beforeAnswer(Exception cause) {
        warn("Ollama did not answer: " + describe(cause));
        return Refusal.of(
                502,
                cause instanceof HttpException
                        ? "Ollama's answer could not be understood."
                        : "Ollama closed the connection without an answer.");
    }

    void inMidAnswer(Exception cause) {
        warn("Ollama broke off in mid-answer: " + describe(cause));
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

    Refusal rightLost() {
        LOG.log(Level.INFO, "An answer ends early: its caller lost the right to it [" + requestId + "]");
        return RIGHT_LOST;
    }

    void lastLineNotTaken() {
        LOG.log(Level.INFO, "An answer is broken off: its caller did not take the last line [" + requestId + "]");
    }

    private void warn(String what) {
        LOG.log(Level.WARNING, what + " [" + requestId + "]");
    }

    /** The kind alone: the text of a parser's complaint quotes what came. */
    private static String describe(Exception cause) {
        return cause.getClass().getSimpleName();
    }
}
