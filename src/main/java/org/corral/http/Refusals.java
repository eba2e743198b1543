package org.corral.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes a {@link Refusal} in the shape that its path calls for. */
public final class Refusals {
    private Refusals() {}

    /**
     * Replaces whatever was prepared for the answer; blocks while it is written. Once the head is on its way nothing can
     * be refused any more: the caller must see to that.
     */
    public static void send(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
            throws IOException {
        response.resetBuffer();
        refusal.headers().forEach(response::setHeader);
        JsonReply.send(response, refusal.status(), ErrorShape.of(path(request)).body(refusal));
    }

    /** The path below the context path as the caller sent it, of the first request where the server dispatched again. */
    static String path(HttpServletRequest request) {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String uri = original instanceof String text ? text : request.getRequestURI();
        String context = request.getContextPath();
        return uri.startsWith(context) ? uri.substring(context.length()) : uri;
    }
}
