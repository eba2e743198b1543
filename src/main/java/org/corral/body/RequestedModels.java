package org.corral.body;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The models and options that a body asks for.
 *
 * @param models every name of a model in it, without the blanks around it, in the order of {@link ModelField}
 * @param stream whether the response is to be streamed; empty if the body leaves that to Ollama
 * @param extras what else it wants
 * @param cut what else it wanted before it was changed
 */
public record RequestedModels(
        List<String> models, Optional<Boolean> stream, Set<PrivilegedOption> extras, Set<PrivilegedOption> cut) {
    /** Nothing that matters here. */
    public static final RequestedModels NOTHING = of(List.of());

    public RequestedModels {
        models = List.copyOf(models);
        extras = Set.copyOf(extras);
        cut = Set.copyOf(cut);
    }

    /** A request for these models, and for no option. */
    public static RequestedModels of(List<String> models) {
        return new RequestedModels(models, Optional.empty(), Set.of(), Set.of());
    }
}
