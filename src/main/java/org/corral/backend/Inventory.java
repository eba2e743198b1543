package org.corral.backend;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.corral.ollama.ModelName;

/**
 * Which models a server has and which of them are in its memory, as it said last.
 *
 * @param known whether it has said so at all
 */
public record Inventory(boolean known, Set<ModelName> models, List<Loaded> loaded) {
    static final Inventory UNKNOWN = new Inventory(false, Set.of(), List.of());

    /**
     * A model in memory.
     *
     * @param size in bytes, all together
     * @param sizeVram of these, on graphics cards
     * @param expiresAt when it is to be unloaded; empty where the server did not say
     */
    public record Loaded(ModelName model, long size, long sizeVram, Optional<Instant> expiresAt) {}

    public Inventory {
        models = Set.copyOf(models);
        loaded = List.copyOf(loaded);
    }

    boolean has(ModelName name) {
        return models.contains(name);
    }

    boolean hasLoaded(ModelName name) {
        return loaded.stream().anyMatch(each -> each.model().equals(name));
    }

    /** In the order of the alphabet. */
    public List<String> names() {
        return models.stream().map(ModelName::toString).sorted().collect(Collectors.toUnmodifiableList());
    }
}
