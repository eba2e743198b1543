package org.corral.body;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a body asks for, as far as a gate must know it.
 *
 * @param models every name of a model in it, without the blanks around it, in the order of {@link ModelField}
 * @param stream whether the answer is to be streamed; empty if the body leaves that to Ollama
 * @param extras what else it wants
 * @param cut what else it wanted before it was changed
 */
public record Asked(List<String> models, Optional<Boolean> stream, Set<Extra> extras, Set<Extra> cut) {
    /** Nothing that matters here. */
    public static final Asked NOTHING = of(List.of());

    public Asked {
        models = List.copyOf(models);
        extras = Set.copyOf(extras);
        cut = Set.copyOf(cut);
    }

    /** Of these models, and nothing else. */
    public static Asked of(List<String> models) {
        return new Asked(models, Optional.empty(), Set.of(), Set.of());
    }
}
