package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.corral.settings.EncodedText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of a request to Corral's own API: one JSON object in UTF-8, of limited size. */
public final class JsonBody {
    private static final System.Logger LOG = System.getLogger(JsonBody.class.getName());
    private static final long MOST_SWALLOWED = 32L << 20;
    private static final Duration SWALLOWING = Duration.ofSeconds(5);

    private JsonBody() {}

    /**
     * Blocks until the body is read.
     *
     * @param limit the most bytes that are read
     * @param example a body that would be right, for the text of a refusal
     * @throws RefusedException 415 for another media type, 413 beyond the limit, 400 for what is not JSON, 422 for JSON
     *     that is not an object
     */
    public static ObjectNode read(HttpServletRequest request, long limit, String example)
            throws RefusedException, IOException {
        requireJson(request, example);
        return object(utf8(bytes(request, limit)), example);
    }

    /** The same for a file that people have made, which may have a byte order mark, and be UTF-16 with one. */
    public static ObjectNode readFile(HttpServletRequest request, long limit, String example)
            throws RefusedException, IOException {
        requireJson(request, example);
        byte[] bytes = bytes(request, limit);
        try {
            return object(EncodedText.decode(bytes), example);
        } catch (CharacterCodingException e) {
            throw new RefusedException(
                    Refusal.badRequest("The file is no text in UTF-8, nor in UTF-16 with a byte order"
                            + " mark. Save it as UTF-8; PowerShell does so by | Out-File -Encoding utf8."));
        }
    }

    private static ObjectNode object(String text, String example) throws RefusedException {
        JsonNode value;
        try {
            value = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new RefusedException(Refusal.badRequest("The request body is not valid JSON. Expected: " + example));
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new RefusedException(Refusal.invalid(
                List.of(new FieldFault("dict_type", List.of("body"), "Must be a JSON object such as " + example))));
    }

    /** The same where a body may be left out: then it is an empty object. */
    public static ObjectNode readIfAny(HttpServletRequest request, long limit, String example)
            throws RefusedException, IOException {
        long length = request.getContentLengthLong();
        boolean none = length == 0
                || (length < 0
                        && request.getContentType() == null
                        && request.getInputStream().read() < 0);
        return none ? Json.MAPPER.createObjectNode() : read(request, limit, example);
    }

    private static void requireJson(HttpServletRequest request, String example) throws RefusedException {
        String type = request.getContentType();
        String essence = type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (essence.equals("application/json") || (essence.startsWith("application/") && essence.endsWith("+json"))) {
            return;
        }
        throw new RefusedException(Refusal.of(
                        415,
                        "Send the body as JSON, with the header 'Content-Type: application/json'. Expected: " + example)
                .with("Accept", "application/json"));
    }

    private static byte[] bytes(HttpServletRequest request, long limit) throws RefusedException, IOException {
        byte[] body = request.getInputStream().readNBytes((int) limit + 1);
        if (body.length > limit) {
            swallow(request);
            throw tooLarge(limit);
        }
        return body;
    }

    /**
     * Reads what is left of a body that is too large: who is still sending when the connection is closed gets a reset in
     * place of the answer (RFC 9112, 9.6). Up to some size only, for some time, and not if he may send no more: then he
     * waits for the answer.
     */
    private static void swallow(HttpServletRequest request) {
        if (request.getContentLengthLong() < 0) {
            return;
        }
        long end = System.nanoTime() + SWALLOWING.toNanos();
        byte[] buffer = new byte[8192];
        try {
            InputStream rest = request.getInputStream();
            long swallowed = 0;
            while (swallowed < MOST_SWALLOWED && System.nanoTime() < end) {
                int read = rest.read(buffer);
                if (read < 0) {
                    return;
                }
                swallowed += read;
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the sender of a body that is too large has gone");
        }
    }

    /** Jackson replaces malformed UTF-8 in some places; here it is refused. */
    private static String utf8(byte[] body) throws RefusedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(Refusal.badRequest("The request body is not valid UTF-8."));
        }
    }

    private static RefusedException tooLarge(long limit) {
        // The rest of the body may not have been read, and then the connection can't be used again (RFC 9112, 9.6).
        return new RefusedException(Refusal.of(413, "The request body is larger than " + limit + " bytes.")
                .with("Connection", "close"));
    }
}
