package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.corral.http.SessionCookie;

/** Which header fields pass, in either direction. What is not named here passes as it came, in number and order. */
final class HeaderPolicy {
    /** RFC 9110, 7.6.1, and the older ones that some clients still send. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> NOT_TO_OLLAMA = Set.of(
            // The caller's credentials are for this gate alone.
            "authorization",
            "cookie",
            "x-api-key",
            // Set anew for the server that is called.
            "host",
            "content-length",
            // The server has answered it, or will when the body is read.
            "expect",
            // Ollama answers a foreign origin with an empty 403.
            "origin",
            "referer",
            "access-control-request-method",
            "access-control-request-headers",
            // Nobody has said that the caller may be believed.
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-proto",
            "x-real-ip");

    private static final Set<String> NOT_TO_CALLER = Set.of(
            "content-length",
            "vary",
            // Given by this gate.
            "x-request-id",
            "x-content-type-options",
            "content-security-policy",
            "referrer-policy");

    /** Cross-origin access is decided here, not by Ollama. */
    private static final String CROSS_ORIGIN = "access-control-";

    private HeaderPolicy() {}

    /**
     * The head of the request to Ollama; {@code Host} stands there, to be set when it is known which server is called.
     *
     * @param target path and query as they go into the request line
     * @param length of the body: zero or more, or -1 for one of unknown length; ignored without a body
     */
    static HttpRequest request(HttpServletRequest from, String target, boolean hasBody, long length) {
        BasicHttpRequest to = new BasicHttpRequest(from.getMethod(), target);
        to.addHeader("Host", "");
        Set<String> named = namedByConnection(Collections.list(from.getHeaders("Connection")));
        for (String name : Collections.list(from.getHeaderNames())) {
            String key = name.toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(key) || NOT_TO_OLLAMA.contains(key) || named.contains(key)) {
                continue;
            }
            Collections.list(from.getHeaders(name)).forEach(value -> to.addHeader(name, value));
        }
        if (hasBody && length < 0) {
            to.addHeader("Transfer-Encoding", "chunked");
        } else if (hasBody) {
            to.addHeader("Content-Length", Long.toString(length));
        }
        return to;
    }

    /** A redirect would lead the caller around this gate, so it counts as no answer. */
    static void refuseRedirect(HttpResponse from) throws ProtocolException {
        if (from.getCode() >= 300 && from.getCode() < 400 && from.getCode() != 304) {
            throw new ProtocolException("a redirect, which is never passed on");
        }
    }

    /** Copies the head of Ollama's answer, before it is committed. */
    static void answer(HttpResponse from, HttpServletResponse to) {
        to.setStatus(from.getCode());
        Set<String> named = new HashSet<>();
        for (Header field : from.getHeaders("Connection")) {
            addNamed(field.getValue(), named);
        }
        for (Header field : from.getHeaders()) {
            String key = field.getName().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(key)
                    && !NOT_TO_CALLER.contains(key)
                    && !key.startsWith(CROSS_ORIGIN)
                    && !named.contains(key)
                    && !isSessionCookie(key, field.getValue())) {
                to.addHeader(field.getName(), field.getValue());
            }
        }
        Header length = from.getFirstHeader("Content-Length");
        if (length != null && !from.containsHeader("Transfer-Encoding")) {
            to.setContentLengthLong(Long.parseLong(length.getValue().trim()));
        }
    }

    /**
     * Ollama must not be able to sign the caller in as somebody else. Browsers trim blanks from the name, and send a
     * cookie without a name as its value alone (RFC 6265bis, 5.6 and 5.8.3).
     */
    private static boolean isSessionCookie(String key, String value) {
        if (!key.equals("set-cookie")) {
            return false;
        }
        String pair = value.split(";", 2)[0];
        int end = pair.indexOf('=');
        String name = end < 0 ? "" : pair.substring(0, end).strip();
        return name.isEmpty() || name.equalsIgnoreCase(SessionCookie.NAME);
    }

    private static Set<String> namedByConnection(Iterable<String> fields) {
        Set<String> names = new HashSet<>();
        fields.forEach(field -> addNamed(field, names));
        return names;
    }

    private static void addNamed(String field, Set<String> names) {
        for (String name : field.split(",", -1)) {
            names.add(name.trim().toLowerCase(Locale.ROOT));
        }
    }
}
