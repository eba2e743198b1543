package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.corral.settings.EncodedText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of a request to Corral's own API: one JSON object in UTF-8, of limited size. Does not block. */
public final class JsonBody {
    /** The most bytes of a token in a tree: an entry of an object, with the texts of its key and its value. */
    private static final int FOR_EACH_TOKEN = 120;
    /** The bytes for each byte of the body: in the body itself, in its text, in the texts of the tree. */
    private static final int FOR_EACH_BYTE = 3;

    private JsonBody() {}

    /**
     * @param limit the most bytes that are accepted
     * @param example a valid body, for the text of a refusal
     * @throws RefusedException 415 for another media type, 413 beyond the limit, 400 for a body that is not JSON, 422
     *     for JSON that is not an object, and the refusals of {@link ReadBody}
     */
    public static ObjectNode read(HttpServletRequest request, long limit, String example) throws RefusedException {
        requireJson(request, example);
        byte[] bytes = bytes(request, limit);
        return object(request, bytes.length, utf8(bytes), example);
    }

    /** Reads a file that people have made, which may have a byte order mark and may be in UTF-16. */
    public static ObjectNode readFile(HttpServletRequest request, long limit, String example) throws RefusedException {
        requireJson(request, example);
        byte[] bytes = bytes(request, limit);
        try {
            return object(request, bytes.length, EncodedText.decode(bytes), example);
        } catch (CharacterCodingException e) {
            throw new RefusedException(
                    Refusal.badRequest("The file is no text in UTF-8, nor in UTF-16 with a byte order"
                            + " mark. Save it as UTF-8; PowerShell does so by | Out-File -Encoding utf8."));
        }
    }

    private static ObjectNode object(HttpServletRequest request, int length, String text, String example)
            throws RefusedException {
        Optional<ReadBody> body = ReadBody.of(request);
        JsonNode value;
        try {
            if (body.isPresent()) {
                body.get().takes((long) FOR_EACH_BYTE * length + (long) FOR_EACH_TOKEN * tokens(text));
            }
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

    /** Reads a body that may be left out; then the result is an empty object. */
    public static ObjectNode readIfAny(HttpServletRequest request, long limit, String example) throws RefusedException {
        Optional<ReadBody> body = ReadBody.of(request);
        boolean none = body.isEmpty()
                ? request.getContentLengthLong() <= 0
                : request.getContentType() == null && body.get().bytes().length == 0;
        return none ? Json.MAPPER.createObjectNode() : read(request, limit, example);
    }

    /** Whether the body is to be read before the request is handled; if not, the request is refused because of its head. */
    public static boolean isWanted(HttpServletRequest request, long limit) {
        boolean unnamed = request.getContentType() == null && request.getContentLengthLong() < 0;
        return (isJson(request) || unnamed) && request.getContentLengthLong() <= limit;
    }

    /** The refusal of a body beyond the limit. */
    public static Refusal tooLarge(long limit) {
        // The rest of the body may not have been read, and then the connection can't be used again (RFC 9112, 9.6).
        return Refusal.of(413, "The request body is larger than " + limit + " bytes.")
                .with("Connection", "close");
    }

    private static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        String essence = type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return essence.equals("application/json") || (essence.startsWith("application/") && essence.endsWith("+json"));
    }

    private static void requireJson(HttpServletRequest request, String example) throws RefusedException {
        if (!isJson(request)) {
            throw new RefusedException(Refusal.of(
                            415,
                            "Send the body as JSON, with the header 'Content-Type: application/json'. Expected: "
                                    + example)
                    .with("Accept", "application/json"));
        }
    }

    private static byte[] bytes(HttpServletRequest request, long limit) throws RefusedException {
        Optional<ReadBody> body = ReadBody.of(request);
        if (body.isPresent()) {
            return body.get().bytes();
        }
        if (request.getContentLengthLong() > limit) {
            throw new RefusedException(tooLarge(limit));
        }
        return new byte[0];
    }

    /** Counts the tokens without keeping any of them. */
    private static int tokens(String text) {
        int tokens = 0;
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    /** Refuses malformed UTF-8, which Jackson replaces in some places. */
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
}
