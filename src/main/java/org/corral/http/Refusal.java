package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer that refuses a request, with the reason and what the caller can do. {@link Refusals} writes it in the shape
 * for the path.
 *
 * @param status the HTTP status, 400 to 599
 * @param text one or two sentences for the caller; never a secret, never quoted input. Paths of Corral
 *     begin with {@link #ROOT}, because the path of its root depends on how the caller reaches it
 * @param faults the fields at fault where the status is 422, else empty
 * @param headers fields of the answer beside the body's own, {@code WWW-Authenticate} for instance
 */
public record Refusal(int status, String text, List<FieldFault> faults, Map<String, String> headers) {
    /** Stands in a text for the path of Corral's root, as the caller knows it. */
    public static final String ROOT = "{corral}";

    public Refusal {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not a refusal: " + status);
        }
        faults = List.copyOf(faults);
        headers = Map.copyOf(headers);
    }

    public static Refusal of(int status, String text) {
        return new Refusal(status, text, List.of(), Map.of());
    }

    public static Refusal badRequest(String text) {
        return of(400, text);
    }

    public static Refusal forbidden(String text) {
        return of(403, text);
    }

    /** For a known caller who lacks the right (RFC 6750, 3.1). */
    public static Refusal insufficientScope(String text) {
        return forbidden(text).with("WWW-Authenticate", "Bearer realm=\"corral\", error=\"insufficient_scope\"");
    }

    public static Refusal notFound(String text) {
        return of(404, text);
    }

    /** For a path at which there is nothing. */
    public static Refusal noSuchPath() {
        return notFound(
                "There is nothing at this path. Sign-in is POST " + ROOT + "/api/v1/auths/signin, Ollama is under "
                        + ROOT + "/ollama, and " + ROOT + "/openapi.json has every route.");
    }

    /** Replaces {@link #ROOT} by the path that this caller knows. */
    Refusal to(HttpServletRequest caller) {
        return text.contains(ROOT)
                ? new Refusal(status, text.replace(ROOT, PublicUrl.of(caller).path()), faults, headers)
                : this;
    }

    /** @param allow the value of the field {@code Allow} (RFC 9110, 10.2.1) */
    public static Refusal methodNotAllowed(String text, String allow) {
        return of(405, text).with("Allow", allow);
    }

    /** For a resource that can only be read. */
    public static Refusal onlyRead() {
        return methodNotAllowed("This method is not there for this path.", "GET, HEAD, OPTIONS");
    }

    public static Refusal invalid(List<FieldFault> faults) {
        return new Refusal(422, "The request body has fields that are missing or wrong.", faults, Map.of());
    }

    /** For a lack of room; tells the caller when to try again (RFC 9110, 10.2.3). */
    public static Refusal unavailable(String text, Duration retryAfter) {
        return of(503, text).with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    /** For a new request to a node that is being stopped: another connection may lead to another node. */
    public static Refusal stopping() {
        return unavailable(
                        "This server is being stopped, or is kept free by its admin: send the request again.",
                        Duration.ofSeconds(5))
                .with("Connection", "close");
    }

    /** For a caller who sends too many requests (RFC 6585, 4). */
    public static Refusal tooMany(String text, Duration retryAfter) {
        return of(429, text).with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    /** Adds a sentence to the text. */
    Refusal and(String sentence) {
        return new Refusal(status, text + " " + sentence, faults, headers);
    }

    public Refusal with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Refusal(status, text, faults, more);
    }
}
