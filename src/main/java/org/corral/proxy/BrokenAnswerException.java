package org.corral.proxy;

import java.io.IOException;

/**
 * Thrown into the server when an answer of which the head is out can't be completed: every server closes the caller's
 * connection then without ending the message, so that nobody takes a part for the whole. Without a stack trace, since the
 * server logs it.
 */
final class BrokenAnswerException extends IOException {
    BrokenAnswerException() {
        super("The answer was broken off on purpose, since Ollama did not complete it");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
