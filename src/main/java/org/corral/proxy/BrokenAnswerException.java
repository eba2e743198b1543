package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Thrown into the server when an answer of which the head is out can't be completed: every server closes the caller's
 * connection then without ending the message, so that nobody takes a part for the whole. Without a stack trace, since the
 * server logs it.
 */
final class BrokenAnswerException extends IOException {
    private static final String ATTRIBUTE = BrokenAnswerException.class.getName();

    private BrokenAnswerException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** Leaves the reason for the dispatch that throws it. */
    static void leave(HttpServletRequest request, String reason) {
        request.setAttribute(ATTRIBUTE, reason);
    }

    static BrokenAnswerException of(HttpServletRequest request) {
        return new BrokenAnswerException(String.valueOf(request.getAttribute(ATTRIBUTE)));
    }
}
