package org.corral.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.corral.it.OpenApi;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What passes to Ollama stands in openapi.json, and nothing else does. */
final class DocumentedRoutesTest {
    private static final String ROOT = "/ollama";

    private final Routes routes = Routes.with(List.of());

    @Test
    void documentHasTheRoutesThatPass() throws Exception {
        OpenApi document = new OpenApi(new JsonMapper().readTree(Files.readString(Path.of("webapp/openapi.json"))));
        Set<String> documented = document.operations().stream()
                .map(OpenApi.Operation::path)
                .filter(path -> path.startsWith(ROOT + "/"))
                .map(path -> path.substring(ROOT.length()))
                .collect(Collectors.toSet());

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Routes.known().stream().map(Route::path).toList());
        for (String path : documented) {
            Route route = routes.find(path.replace("{digest}", "0".repeat(64)).replace("{model}", "llama3.2"))
                    .orElseThrow();
            assertThat(document.methods(ROOT + path)).as(path).containsExactlyInAnyOrderElementsOf(route.methods());
            assertThat(document.operations())
                    .filteredOn(each -> each.path().equals(ROOT + path))
                    .extracting(OpenApi.Operation::role)
                    .containsOnly(route.role().text());
        }
    }
}
