package org.corral.proxy;

/** How far a request has come on its way to Ollama and back. {@link Phases} moves it on. */
enum Phase {
    /** Its body is being read, and the server is not ready to be written to yet. */
    RECEIVING,
    /** Its body has been read, or is refused; the server is not ready to be written to yet. */
    READ,
    /** The server is ready to be written to; the body is being read. */
    WRITABLE,
    /** It waits for a server that has room, or for a connection to that server. */
    QUEUED,
    /** A connection carries it; the response has not begun. */
    SENT,
    /** The response comes in. */
    STREAMING,
    /** The answer is complete; what of it still waits goes out as the caller takes it. */
    DELIVERING,
    /** How it ends is decided: nothing is expected of Ollama any more. */
    SETTLED;

    boolean isBefore(Phase other) {
        return compareTo(other) < 0;
    }
}
