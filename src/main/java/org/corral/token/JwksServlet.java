package org.corral.token;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.corral.http.ContextAttributes;
import org.corral.http.Refusal;
import org.corral.http.Refusals;
import org.corral.http.WholeResponse;
import org.jose4j.json.JsonUtil;

/**
 * {@code /.well-known/jwks.json}: the public keys (RFC 7517 section 5), so that others can check Corral's tokens. With
 * HS256 there is none, and the list is empty.
 */
public final class JwksServlet extends HttpServlet {
    private static final Duration LONGEST_AGE = Duration.ofMinutes(5);

    private transient KeyRing ring;

    @Override
    public void init() {
        ring = ContextAttributes.get(getServletContext(), KeyRing.class);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean head = request.getMethod().equals("HEAD");
        if (!head && !request.getMethod().equals("GET")) {
            Refusals.send(
                    request,
                    response,
                    Refusal.methodNotAllowed("The public keys can only be read: use GET.", "GET, HEAD"));
            return;
        }
        byte[] body = body();
        String tag = tag(body);
        response.setHeader("Cache-Control", "public, max-age=" + maxAge());
        response.setHeader("ETag", tag);
        if (matches(request, tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("application/json");
        if (head) {
            response.setContentLength(body.length);
        } else {
            WholeResponse.send(response, body);
        }
    }

    /**
     * A new key is published for some time before it signs: a client that keeps the list for less time always has the
     * key.
     */
    private long maxAge() {
        return Math.min(LONGEST_AGE.toSeconds(), ring.listBelievedFor().toSeconds());
    }

    private byte[] body() {
        List<Map<String, Object>> keys = ring.all().stream()
                .map(RingKey::published)
                .flatMap(Optional::stream)
                .toList();
        return JsonUtil.toJson(Map.of("keys", keys)).getBytes(StandardCharsets.UTF_8);
    }

    private static String tag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** RFC 9110 section 13.1.2: a list of tags, compared weakly, or a star. */
    private static boolean matches(HttpServletRequest request, String tag) {
        return Collections.list(request.getHeaders("If-None-Match")).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .map(each -> each.startsWith("W/") ? each.substring(2) : each)
                .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }
}
