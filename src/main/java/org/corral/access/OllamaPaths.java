package org.corral.access;

import java.util.List;
import java.util.stream.Stream;
import org.corral.ollama.Route;
import org.corral.ollama.Routes;

/** Ollama's routes as the filter sees them: below the context path. */
final class OllamaPaths {
    static final String ROOT = Routes.ROOT;

    /** The paths of a key for inference: asking models, and what clients look at before they ask. */
    static final List<PathPattern> INFERENCE = Routes.known().stream()
            .filter(Route::inference)
            .flatMap(OllamaPaths::patterns)
            .toList();

    private OllamaPaths() {}

    private static Stream<PathPattern> patterns(Route route) {
        if (route.isTemplate()) {
            return Stream.of(new PathPattern(
                    ROOT + route.path().substring(0, route.path().lastIndexOf("/{")), true));
        }
        // With the slash at its end and without it, which Ollama takes for the same.
        return route.path().equals("/") ? Stream.of(exactly(""), exactly("/")) : Stream.of(exactly(route.path()));
    }

    private static PathPattern exactly(String path) {
        return new PathPattern(ROOT + path, false);
    }

    /** Whether Ollama's clients come here, of which some know an address only. */
    static boolean isBelow(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }
}
