package org.corral.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.corral.timing.ManualClock;
import org.corral.upstream.ResponseHead;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final String TAGS = "{\"models\":[{\"name\":\"llama3:latest\"}]}";
    private static final String PS = "{\"models\":[{\"name\":\"llama3:latest\",\"size\":5}]}";

    private final ManualClock clock = new ManualClock();
    private final Ollama first = TestServers.server("first", 1, 4, clock);
    private final Ollama second = TestServers.server("second", 1, 4, clock);
    private final List<Asked> asked = new ArrayList<>();
    private final List<Ollama> checked = new ArrayList<>();

    /** A list that a server has been asked for, and has not sent. */
    private record Asked(Ollama server, String path, Consumer<FetchResult> then) {
        void answer(int status, String body) {
            then.accept(new FetchResult(Optional.of(new ResponseHead(status, 1, List.of())), body, ""));
        }
    }

    private HealthChecks checksOf(Ollama... servers) {
        return new HealthChecks(
                List.of(servers), INTERVAL, clock, (server, path, then) -> asked.add(new Asked(server, path, then)));
    }

    private Asked next() {
        return asked.remove(0);
    }

    @Test
    void serverIsUpAndItsModelsAreKnownOnceItHasSentBothLists() {
        first.health().down("no answer");
        checksOf(first, second).check(first, checked::add);
        Asked tags = next();
        assertThat(tags.path()).isEqualTo("/api/tags");
        tags.answer(200, TAGS);
        assertThat(first.isUp()).isTrue();
        assertThat(first.inventory().known()).isFalse();
        assertThat(checked).isEmpty();
        Asked running = next();
        assertThat(running.path()).isEqualTo("/api/ps");
        running.answer(200, PS);
        assertThat(first.inventory().names()).containsExactly("llama3:latest");
        assertThat(first.inventory().loaded()).hasSize(1);
        assertThat(checked).containsExactly(first);
    }

    @Test
    void serverThatDoesNotSayWhatIsLoadedHasItsModelsAllTheSame() {
        checksOf(first, second).check(first, checked::add);
        next().answer(200, TAGS);
        next().answer(404, "page not found");
        assertThat(first.inventory().names()).containsExactly("llama3:latest");
        assertThat(first.inventory().loaded()).isEmpty();
        assertThat(checked).containsExactly(first);
    }

    @Test
    void serverIsDownAfterOneCheckThatFailed() {
        checksOf(first, second).check(first, checked::add);
        next().answer(500, "");
        assertThat(first.isUp()).isFalse();
        assertThat(first.lastError()).hasValue("status 500");
        assertThat(checked).containsExactly(first);
        assertThat(asked).isEmpty();
    }

    @Test
    void reasonIsToldWhereNothingWasAnswered() {
        checksOf(first, second).check(first, checked::add);
        next().then().accept(FetchResult.nothing("no answer in time"));
        assertThat(first.isUp()).isFalse();
        assertThat(first.lastError()).hasValue("no answer in time");
    }

    @Test
    void eachServerIsAskedOncePerInterval() {
        HealthChecks checks = checksOf(first, second);
        checks.onTick(clock.nanos());
        assertThat(asked).extracting(Asked::server).containsExactly(first, second);
        asked.forEach(each -> each.answer(500, ""));
        asked.clear();
        clock.advance(INTERVAL.minusNanos(1));
        checks.onTick(clock.nanos());
        assertThat(asked).isEmpty();
        clock.advanceNanos(1);
        checks.onTick(clock.nanos());
        assertThat(asked).extracting(Asked::server).containsExactly(first, second);
    }

    @Test
    void checkOnDemandPutsOffTheNextOne() {
        HealthChecks checks = checksOf(first, second);
        checks.onTick(clock.nanos());
        asked.forEach(each -> each.answer(500, ""));
        asked.clear();
        clock.advance(INTERVAL.minusSeconds(1));
        checks.check(first, checked::add);
        next().answer(500, "");
        clock.advance(Duration.ofSeconds(1));
        checks.onTick(clock.nanos());
        assertThat(asked).extracting(Asked::server).containsExactly(second);
    }

    @Test
    void serverIsAskedByOneRequestHoweverManyWantToKnow() {
        HealthChecks checks = checksOf(first, second);
        checks.check(first, checked::add);
        checks.check(first, checked::add);
        assertThat(asked).hasSize(1);
        next().answer(500, "");
        // Who came while it was asked gets what it says afterwards.
        while (!asked.isEmpty()) {
            next().answer(500, "");
        }
        assertThat(checked).containsExactly(first, first);
    }

    @Test
    void singleServerIsAskedOnlyWhenSomebodyWantsToKnow() {
        HealthChecks checks = checksOf(first);
        checks.onTick(clock.nanos());
        assertThat(asked).isEmpty();
        checks.check(first, checked::add);
        assertThat(asked).hasSize(1);
    }
}
