package org.corral.flow;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.corral.http.Refusal;
import org.corral.upstream.FieldCharacters;

/**
 * What the head of a request over HTTP/1 must be, so that nobody in front of Corral can have read the request in another way: one
 * host, and one way in which the end of the body is found (RFC 9112, 3.2 and 6). Some servers let more through.
 */
final class RequestHead {
    private static final Set<String> VERSIONS =
            Set.of("HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2", "HTTP/3.0", "HTTP/3");
    private static final String OLD = "HTTP/1.0";
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private RequestHead() {}

    /** Why this request is refused. The connection is closed then: where the next request begins is not certain. */
    static Optional<Refusal> refusal(HttpServletRequest request) {
        String version = request.getProtocol();
        if (!VERSIONS.contains(version)) {
            return refused(Refusal.of(505, "Send the request in HTTP/1.1."));
        }
        if (!version.startsWith("HTTP/1.")) {
            return Optional.empty();
        }
        if (!hasNames(request)) {
            return refused(400, "The name of a header field has characters that may not stand in one (RFC 9110, 5.1).");
        }
        int hosts = values(request, "Host").size();
        if (hosts > 1 || (hosts == 0 && !version.equals(OLD))) {
            return refused(400, "Send one field 'Host' (RFC 9112, 3.2).");
        }
        return framing(version, values(request, "Transfer-Encoding"), values(request, "Content-Length"));
    }

    private static Optional<Refusal> framing(String version, List<String> codings, List<String> lengths) {
        if (codings.isEmpty()) {
            return lengths.isEmpty()
                            || (lengths.size() == 1
                                    && LENGTH.matcher(lengths.get(0)).matches())
                    ? Optional.empty()
                    : refused(400, "Send one 'Content-Length', in digits (RFC 9110, 8.6).");
        }
        if (version.equals(OLD)) {
            // A proxy that knows no chunks there takes the body for the next request (RFC 9112, 6.1).
            return refused(400, "HTTP/1.0 has no transfer codings.");
        }
        if (!lengths.isEmpty()) {
            return refused(400, "Send either 'Content-Length' or 'Transfer-Encoding' (RFC 9112, 6.2).");
        }
        return codings.size() == 1 && codings.get(0).toLowerCase(Locale.ROOT).equals("chunked")
                ? Optional.empty()
                : refused(400, "The only transfer coding here is 'chunked', once (RFC 9112, 6.1).");
    }

    private static boolean hasNames(HttpServletRequest request) {
        Enumeration<String> names = request.getHeaderNames();
        while (names.hasMoreElements()) {
            if (!FieldCharacters.isToken(names.nextElement())) {
                return false;
            }
        }
        return true;
    }

    private static List<String> values(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }

    private static Optional<Refusal> refused(int status, String text) {
        return refused(Refusal.of(status, text));
    }

    private static Optional<Refusal> refused(Refusal refusal) {
        return Optional.of(refusal.with("Connection", "close"));
    }
}
