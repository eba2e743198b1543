package org.corral.backend;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.corral.ollama.ModelName;
import org.corral.settings.OllamaServer;
import org.corral.timing.MonotonicClock;
import org.corral.upstream.Client;
import org.corral.upstream.Endpoint;
import org.corral.upstream.Limits;

/** Servers that nobody asks anything. */
final class TestServers {
    static final Duration WINDOW = Duration.ofSeconds(10);
    static final Duration SLOW_START = Duration.ofSeconds(30);

    private static final Limits LIMITS = new Limits(1024, 10, Duration.ofSeconds(5), Duration.ofMinutes(1));

    private TestServers() {}

    static Ollama server(String name, int weight, int limit, MonotonicClock clock) {
        // Without a thread no connection comes about.
        Client client = Client.open(0, clock);
        return new Ollama(
                new OllamaServer(URI.create("http://127.0.0.1:11434"), name, weight, OptionalInt.empty()),
                client.to(new Endpoint("127.0.0.1", 11434, false), LIMITS),
                limit,
                new Health(3, WINDOW, SLOW_START, clock));
    }

    static ServerRequirement named(String server) {
        return new ServerRequirement(Optional.empty(), Optional.of(server), true);
    }

    static ServerRequirement having(String model) {
        return new ServerRequirement(ModelName.of(model), Optional.empty(), true);
    }

    static Inventory inventory(List<String> models, String... loaded) {
        return new Inventory(
                true,
                models.stream().map(TestServers::name).collect(Collectors.toSet()),
                Arrays.stream(loaded)
                        .map(model -> new Inventory.Loaded(name(model), 0, 0, Optional.empty()))
                        .toList());
    }

    private static ModelName name(String text) {
        return ModelName.of(text).orElseThrow();
    }
}
