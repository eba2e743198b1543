package org.corral.upstream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request to a server.
 *
 * @param target path and query, as they go into the request line
 * @param fields all but those that the connection adds: {@code Host}, and how the body is delimited
 */
public record UpstreamRequest(String method, String target, List<Field> fields, Optional<RequestBody> body) {
    public UpstreamRequest {
        fields = List.copyOf(fields);
        if (!FieldCharacters.isToken(method) || !isTarget(target)) {
            throw new IllegalArgumentException("not a request line");
        }
    }

    private static boolean isTarget(String target) {
        return target.startsWith("/") && target.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Whether asking twice does no more than asking once (RFC 9110, 9.2.1). */
    public boolean isSafe() {
        return body.isEmpty() && (method.equals("GET") || method.equals("HEAD"));
    }

    byte[] head(String authority) {
        StringBuilder head = new StringBuilder(256);
        head.append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(authority)
                .append("\r\n");
        for (Field field : fields) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        if (body.isPresent()) {
            long length = body.get().length();
            head.append(length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length)
                    .append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
