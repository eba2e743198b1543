package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.corral.body.PrivilegedOption;
import org.corral.container.ChunkedEnd;
import org.corral.http.SessionCookie;
import org.corral.upstream.Field;
import org.corral.upstream.ResponseHead;

/** Decides which header fields pass, in either direction. A field that is not named here passes as it came, in number and order. */
final class HeaderPolicy {
    /** Names the options that were taken out of the request or reduced, as in {@code keep_alive, web_search}. */
    static final String CUT = "Corral-Cut";

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

    /** Beside {@link PrivateFields}. */
    private static final Set<String> NOT_TO_OLLAMA = Set.of(
            // The person's address (RFC 9110, 10.1.2).
            "from",
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
            // Told anew by ForwardedFields, as those are that begin with X-Forwarded.
            "forwarded");

    private static final Set<String> NOT_TO_CALLER = Set.of(
            "content-length",
            "vary",
            // Given by this gate.
            "corral-cut",
            "x-request-id",
            "x-content-type-options",
            "content-security-policy",
            "content-security-policy-report-only",
            "referrer-policy",
            // These speak for the whole site, of which Ollama is only a guest.
            "alt-svc",
            "clear-site-data",
            "nel",
            "refresh",
            "report-to",
            "reporting-endpoints",
            "service-worker-allowed",
            "strict-transport-security",
            // A proxy in front would answer with a file of its own.
            "x-lighttpd-send-file",
            "x-reproxy-url",
            "x-sendfile",
            "x-sendfile2");

    /** Fields that instruct an nginx in front. Corral alone instructs the proxies in front of it. */
    private static final String TO_NGINX = "x-accel-";

    /** An answer that a browser opens as a page is no page of this site: it runs no script and loads nothing. */
    private static final String POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

    /** Of the cookies that this gate gives. */
    private static final String OWN_COOKIES = "corral-";

    /** Cross-origin access is decided here, not by Ollama. */
    private static final String CROSS_ORIGIN = "access-control-";

    private HeaderPolicy() {}

    /** The caller's fields that go to Ollama. {@code Host} and the framing of the body are added with the head. */
    static List<Field> request(HttpServletRequest from) {
        List<Field> fields = new ArrayList<>();
        Set<String> named = namedByConnection(Collections.list(from.getHeaders("Connection")));
        for (String name : Collections.list(from.getHeaderNames())) {
            String key = name.toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(key)
                    || NOT_TO_OLLAMA.contains(key)
                    || PrivateFields.has(key)
                    || named.contains(key)) {
                continue;
            }
            Collections.list(from.getHeaders(name)).forEach(value -> fields.add(new Field(name, value)));
        }
        return fields;
    }

    /** As {@link #CUT} has them. */
    static String names(Set<PrivilegedOption> cut) {
        return cut.stream()
                .sorted()
                .map(extra -> extra.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** A redirect would lead the caller around this gate, so it counts as no answer. */
    static boolean isRedirect(ResponseHead from) {
        return from.status() >= 300 && from.status() < 400 && from.status() != 304;
    }

    /**
     * Copies the head of Ollama's answer, before it is committed.
     *
     * @param early whether it comes before all of the request, so that the connection can't carry another one
     */
    static void answer(ResponseHead from, boolean early, HttpServletResponse to) {
        to.setStatus(from.status());
        to.setHeader("Content-Security-Policy", POLICY);
        if (early) {
            to.setHeader("Connection", "close");
        }
        Set<String> named = new HashSet<>();
        for (Field field : from.fields()) {
            if (field.is("Connection")) {
                addNamed(field.value(), named);
            }
        }
        for (Field field : from.fields()) {
            String key = field.key();
            if (!HOP_BY_HOP.contains(key)
                    && !NOT_TO_CALLER.contains(key)
                    && !key.startsWith(CROSS_ORIGIN)
                    && !key.startsWith(TO_NGINX)
                    && !named.contains(key)
                    && !isOwnCookie(key, field.value())) {
                to.addHeader(field.name(), field.value());
            }
        }
        if (Framing.isStream(from)) {
            sendAtOnce(to);
        }
        Optional<Long> length = from.first("Content-Length").map(Long::parseLong);
        if (early && hasContent(from.status()) && !length.equals(Optional.of(0L))) {
            ChunkedEnd.endWith(to);
        } else {
            length.ifPresent(to::setContentLengthLong);
        }
    }

    /** Whether the caller wants the connection closed after the answer. Over HTTP/1.0 there is no other way to end some. */
    static boolean closes(HttpServletRequest request) {
        return request.getProtocol().equals("HTTP/1.1")
                && namedByConnection(Collections.list(request.getHeaders("Connection")))
                        .contains("close");
    }

    /** Has nginx pass every piece on as it comes, which it does not by itself; so do others that have learnt it from there. */
    static void sendAtOnce(HttpServletResponse to) {
        to.setHeader("X-Accel-Buffering", "no");
    }

    static boolean hasContent(int status) {
        return status != HttpServletResponse.SC_NO_CONTENT && status != HttpServletResponse.SC_NOT_MODIFIED;
    }

    /**
     * Ollama must not sign the caller in as somebody else, nor change the cookie of their device. Browsers trim blanks from the name, and send a
     * cookie without a name as its value alone (RFC 6265bis, 5.6 and 5.8.3).
     */
    private static boolean isOwnCookie(String key, String value) {
        if (!key.equals("set-cookie")) {
            return false;
        }
        String pair = value.split(";", 2)[0];
        int end = pair.indexOf('=');
        String name = end < 0 ? "" : pair.substring(0, end).strip();
        return name.isEmpty()
                || SessionCookie.isLikeName(name)
                || name.toLowerCase(Locale.ROOT).startsWith(OWN_COOKIES);
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
