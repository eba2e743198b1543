package org.corral.backend;

import java.net.URI;

/** No connection to any Ollama could be had. Expected, so without a stack trace. */
public final class ConnectException extends Exception {
    /** What stood in the way at the last server tried. */
    public enum Reason {
        /** The server refused, or its name or network is unknown. */
        UNREACHABLE,
        /** Nothing came back within the connect time-out. */
        TIMED_OUT,
        /** Every connection that the settings allow is in use. */
        NONE_FREE
    }

    private final Reason reason;
    private final transient URI server;

    ConnectException(Reason reason, URI server, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.server = server;
    }

    public Reason reason() {
        return reason;
    }

    /** The server that was tried last. */
    public URI server() {
        return server;
    }
}
