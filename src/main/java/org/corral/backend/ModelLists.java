package org.corral.backend;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.corral.ollama.ModelName;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the lists that a server has of its models, as far as they matter here. Entries that can't be understood are left out. */
final class ModelLists {
    private static final JsonMapper JSON = new JsonMapper();

    private ModelLists() {}

    /** Reads the bodies of {@code /api/tags} and {@code /api/ps}. */
    static Inventory inventory(String tags, String running) {
        Set<ModelName> models = new HashSet<>();
        entries(tags).forEach(entry -> name(entry).ifPresent(models::add));
        List<Inventory.Loaded> loaded = new ArrayList<>();
        entries(running).forEach(entry -> name(entry).ifPresent(name -> loaded.add(loaded(name, entry))));
        return new Inventory(true, models, loaded);
    }

    private static Iterable<JsonNode> entries(String body) {
        try {
            return JSON.readTree(body).path("models");
        } catch (JacksonException e) {
            return List.of();
        }
    }

    private static Optional<ModelName> name(JsonNode entry) {
        return ModelName.of(entry.path("name").asString(entry.path("model").asString("")));
    }

    private static Inventory.Loaded loaded(ModelName name, JsonNode entry) {
        return new Inventory.Loaded(
                name,
                entry.path("size").asLong(0),
                entry.path("size_vram").asLong(0),
                time(entry.path("expires_at").asString("")));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
