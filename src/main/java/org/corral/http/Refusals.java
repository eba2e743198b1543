package org.corral.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Writes a {@link Refusal} in the shape for the path of the request. */
public final class Refusals {
    private static final String REMARK = Refusals.class.getName() + ".remark";
    private static final String PATH = Refusals.class.getName() + ".path";

    private Refusals() {}

    /**
     * Replaces everything that was prepared for the answer, and sends the refusal as {@link WholeResponse} does. Must not
     * be called after the head was sent.
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

    /** @param detail whether scripts for Open WebUI may read the answer */
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

    /**
     * Notes what a refusal says of the request, which may be refused on any thread later. On the request's own: on others Liberty
     * tells the paths of another request.
     */
    public static void prepare(HttpServletRequest request) {
        request.setAttribute(PATH, path(request));
        PublicUrl.note(request);
    }

    /** Notes a sentence for the case that the request is refused. */
    static void remark(HttpServletRequest request, KnownMistakes.Remark remark) {
        request.setAttribute(REMARK, remark);
    }

    private static Refusal remarked(HttpServletRequest request, Refusal refusal) {
        return request.getAttribute(REMARK) instanceof KnownMistakes.Remark remark
                        && remark.statuses().contains(refusal.status())
                ? refusal.and(remark.text())
                : refusal;
    }

    /** Adds the address of the page if a person has typed the path into a browser. */
    private static Refusal withPage(HttpServletRequest request, Refusal refusal) {
        String accepted = request.getHeader("Accept");
        return refusal.status() == 404 && accepted != null && accepted.contains("text/html")
                ? refusal.and(
                        "The page for people is at " + PublicUrl.of(request).path() + "/.")
                : refusal;
    }

    /** Reduces two slashes to one, which do not change the client that is meant. */
    private static String shapePath(HttpServletRequest request) {
        return path(request).replaceAll("/{2,}", "/");
    }

    private static boolean isBelowOllama(String path) {
        return path.startsWith(KnownRoute.OLLAMA + "/");
    }

    /** The path below the context path as the caller sent it, also where the server has dispatched to an error page. */
    static String path(HttpServletRequest request) {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (original == null && request.getAttribute(PATH) instanceof String noted) {
            return noted;
        }
        String uri = original instanceof String text ? text : request.getRequestURI();
        String context = request.getContextPath();
        return uri.startsWith(context) ? uri.substring(context.length()) : uri;
    }
}
