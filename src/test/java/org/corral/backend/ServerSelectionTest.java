package org.corral.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.backend.TestServers.having;
import static org.corral.backend.TestServers.inventory;
import static org.corral.backend.TestServers.named;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.Test;

class ServerSelectionTest {
    private final ManualClock clock = new ManualClock();
    private final Ollama a = TestServers.server("a", 1, 100, clock);
    private final Ollama b = TestServers.server("b", 1, 100, clock);
    private final Ollama c = TestServers.server("c", 1, 100, clock);

    @Test
    void theOneThatHasLeastToDoComesFirst() {
        occupy(a, 2);
        occupy(b, 1);
        assertThat(candidates(ServerRequirement.ANY)).containsExactly(c, b, a);
    }

    @Test
    void amongEqualsTheOrderOfTheSettingsDecides() {
        assertThat(candidates(ServerRequirement.ANY)).containsExactly(a, b, c);
    }

    @Test
    void aServerOfThriceTheWeightGetsThriceTheRequests() {
        Ollama heavy = TestServers.server("heavy", 3, 100, clock);
        for (int i = 0; i < 40; i++) {
            occupy(
                    candidates(List.of(a, heavy), ServerRequirement.ANY, Set.of())
                            .get(0),
                    1);
        }
        assertThat(heavy.inFlight()).isEqualTo(30);
        assertThat(a.inFlight()).isEqualTo(10);
    }

    @Test
    void whatHasTheModelInMemoryComesBeforeWhatHasLessToDo() {
        a.inventory(inventory(List.of("qwen3", "llama3.2")));
        b.inventory(inventory(List.of("qwen3"), "qwen3"));
        c.inventory(inventory(List.of("llama3.2"), "llama3.2"));
        occupy(b, 3);
        assertThat(candidates(having("qwen3"))).containsExactly(b, a);
    }

    /** What the servers said last may be wrong by now: the request is not refused for it. */
    @Test
    void modelThatNoServerHasMayBeAnywhere() {
        a.inventory(inventory(List.of("qwen3")));
        assertThat(candidates(having("llama3.2"))).containsExactly(a, b, c);
    }

    @Test
    void serverThatIsDownServesOnlyIfAllAre() {
        a.health().down("status 500");
        assertThat(candidates(ServerRequirement.ANY)).containsExactly(b, c);
        b.health().down("status 500");
        c.health().down("status 500");
        assertThat(candidates(ServerRequirement.ANY)).containsExactly(a, b, c);
    }

    @Test
    void serverThatWasTriedIsNotTriedAgain() {
        assertThat(candidates(List.of(a, b, c), ServerRequirement.ANY, Set.of(b)))
                .containsExactly(a, c);
        assertThat(candidates(List.of(a), ServerRequirement.ANY, Set.of(a))).isEmpty();
    }

    @Test
    void serverThatIsNamedIsTheOnlyOneUpOrDown() {
        b.health().down("status 500");
        assertThat(candidates(named("b"))).containsExactly(b);
        assertThat(candidates(named("x"))).isEmpty();
        assertThat(candidates(List.of(a), named("x"), Set.of())).isEmpty();
    }

    @Test
    void serverThatIsBackGetsFewRequestsAtFirst() {
        a.health().down("status 500");
        a.health().answered();
        occupy(b, 8);
        assertThat(candidates(List.of(a, b), ServerRequirement.ANY, Set.of())).containsExactly(b, a);
        occupy(b, 2);
        assertThat(candidates(List.of(a, b), ServerRequirement.ANY, Set.of())).containsExactly(a, b);
        clock.advance(TestServers.SLOW_START.plus(Duration.ofNanos(1)));
        occupy(a, 10);
        assertThat(candidates(List.of(a, b), ServerRequirement.ANY, Set.of())).containsExactly(a, b);
    }

    private List<Ollama> candidates(ServerRequirement requirement) {
        return candidates(List.of(a, b, c), requirement, Set.of());
    }

    private List<Ollama> candidates(List<Ollama> servers, ServerRequirement requirement, Set<Ollama> tried) {
        return ServerSelection.candidates(servers, requirement, tried, clock.nanos());
    }

    private static void occupy(Ollama server, int places) {
        for (int i = 0; i < places; i++) {
            assertThat(server.enter(true)).isTrue();
        }
    }
}
