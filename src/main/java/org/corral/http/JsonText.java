package org.corral.http;

import java.nio.charset.StandardCharsets;

/** JSON of our own, as text. */
public final class JsonText {
    private JsonText() {}

    /** @param value what Jackson can write: maps, lists, records, texts, numbers, booleans */
    public static byte[] bytes(Object value) {
        return Json.MAPPER.writeValueAsBytes(value);
    }

    /** JSON with a line feed behind it, which is a line of NDJSON. */
    public static byte[] line(Object value) {
        return (Json.MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
