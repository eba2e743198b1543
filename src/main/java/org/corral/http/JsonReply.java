package org.corral.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes an answer in JSON. */
public final class JsonReply {
    private JsonReply() {}

    /**
     * Sends the whole answer, as {@link WholeResponse} does.
     *
     * @param body of types that Jackson can write: maps, lists, records, texts, numbers, booleans
     */
    public static void send(HttpServletResponse response, int status, Object body) throws IOException {
        byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        if (response.getHeader("Cache-Control") == null) {
            response.setHeader("Cache-Control", "no-store");
        }
        WholeResponse.send(response, bytes);
    }
}
