package org.corral.standin;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON as Go's decoder does: top-level keys in any case (and {@code ſ} for {@code s}), the last one wins,
 * {@code null} leaves what was there, and what follows the first value is ignored. A gateway that reads otherwise can be
 * passed by, so its tests need this.
 */
final class LooseJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private LooseJson() {}

    /** An empty object where there is no JSON object. */
    static ObjectNode parse(byte[] bytes) {
        ObjectNode folded = MAPPER.createObjectNode();
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return folded;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = fold(parser.currentName());
                parser.nextToken();
                JsonNode value = parser.readValueAsTree();
                if (!value.isNull() || !folded.has(key)) {
                    folded.set(key, value);
                }
            }
            return folded;
        } catch (JacksonException e) {
            return MAPPER.createObjectNode();
        }
    }

    static boolean isObject(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{");
    }

    static String quote(String text) {
        return MAPPER.writeValueAsString(text);
    }

    private static String fold(String key) {
        return key.replace('\u017f', 's').replace('\u212a', 'k').toLowerCase(Locale.ROOT);
    }
}
