package org.corral.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Writes a {@link Refusal} in the shape that its path calls for. */
public final class Refusals {
    private static final String REMARK = Refusals.class.getName() + ".remark";

    private Refusals() {}

    /**
     * Replaces whatever was prepared for the answer, and sends it as {@link WholeResponse} does. Once the head is on its way nothing can
     * be refused any more: the caller must see to that.
     */
    public static void send(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
            throws IOException {
        String path = shapePath(request);
        Refusal whole = withPage(request, remarked(request, refusal)).to(request);
        send(response, whole, ErrorShape.of(path), !isBelowOllama(path));
    }

    static void send(HttpServletRequest request, HttpServletResponse response, KnownMistakes.Mistake mistake)
            throws IOException {
        boolean detail = mistake.account() || !isBelowOllama(shapePath(request));
        Refusal refusal = withPage(request, Refusal.notFound(mistake.text()));
        send(response, refusal, mistake.shape(), detail);
    }

    /** @param detail whether scripts may ask here that were written for Open WebUI */
    private static void send(HttpServletResponse response, Refusal refusal, ErrorShape shape, boolean detail)
            throws IOException {
        response.resetBuffer();
        refusal.headers().forEach(response::setHeader);
        Map<String, Object> body = shape.body(refusal);
        if (detail) {
            body.putIfAbsent("detail", refusal.text());
        }
        JsonReply.send(response, refusal.status(), body);
    }

    /** What is to be said as well if the request is refused. */
    static void remark(HttpServletRequest request, KnownMistakes.Remark remark) {
        request.setAttribute(REMARK, remark);
    }

    private static Refusal remarked(HttpServletRequest request, Refusal refusal) {
        return request.getAttribute(REMARK) instanceof KnownMistakes.Remark remark
                        && remark.statuses().contains(refusal.status())
                ? refusal.and(remark.text())
                : refusal;
    }

    /** Somebody has typed the address into a browser. */
    private static Refusal withPage(HttpServletRequest request, Refusal refusal) {
        String accepted = request.getHeader("Accept");
        return refusal.status() == 404 && accepted != null && accepted.contains("text/html")
                ? refusal.and(
                        "The page for people is at " + PublicUrl.of(request).path() + "/.")
                : refusal;
    }

    /** Two slashes in a path are one mistake, and its client another matter. */
    private static String shapePath(HttpServletRequest request) {
        return path(request).replaceAll("/{2,}", "/");
    }

    private static boolean isBelowOllama(String path) {
        return path.startsWith(KnownRoute.OLLAMA + "/");
    }

    /** The path below the context path as the caller sent it, of the first request where the server dispatched again. */
    static String path(HttpServletRequest request) {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String uri = original instanceof String text ? text : request.getRequestURI();
        String context = request.getContextPath();
        return uri.startsWith(context) ? uri.substring(context.length()) : uri;
    }
}
