package org.corral.body;

import java.util.List;
import java.util.Optional;

/**
 * What a body asks for, as far as a gate must know it.
 *
 * @param models every name of a model in it, without the blanks around it, in the order of {@link ModelField}
 * @param stream whether the answer is to be streamed; empty if the body leaves that to Ollama
 * @param unloadsOrPins whether {@code keep_alive} is such that it takes the model out of memory, or never does
 * @param rendersOnly whether the prompt is wanted as the model would see it, in place of an answer
 */
public record Asked(List<String> models, Optional<Boolean> stream, boolean unloadsOrPins, boolean rendersOnly) {
    /** Nothing that matters here. */
    public static final Asked NOTHING = new Asked(List.of(), Optional.empty(), false, false);

    public Asked {
        models = List.copyOf(models);
    }

    /** Of this model, and nothing else. */
    public static Asked of(String model) {
        return new Asked(List.of(model), Optional.empty(), false, false);
    }
}
