package org.corral.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds under every load. */
class FairQueuePropertyTest {
    private static final Duration LOAD = Duration.ofSeconds(3);

    /** @param leaves after how many milliseconds the caller gives up; 0 for never */
    record Arrival(int person, int key, boolean batch, int gap, int work, int leaves) {}

    @Provide
    Arbitrary<List<Arrival>> arrivals() {
        Arbitrary<Integer> work = Arbitraries.integers().between(1, 20_000);
        Arbitrary<Integer> gap = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.just(0)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 15_000)));
        Arbitrary<Integer> leaves = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, Arbitraries.just(0)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(1, 60_000)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(true, false),
                        gap,
                        work,
                        leaves)
                .as(Arrival::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(80);
    }

    private static final class Run {
        final VirtualTime time = new VirtualTime();
        final VirtualOllama ollama;
        final FairEntrance fair;
        final List<VirtualRequest> all = new ArrayList<>();

        Run(List<Arrival> arrivals, int slots, int memory, boolean learnt) {
            ollama = new VirtualOllama(time, slots, memory, LOAD.toNanos());
            fair = new FairEntrance(time, ollama, learnt ? 0 : slots, FairEntrance.RULES);
            long at = 0;
            for (Arrival arrival : arrivals) {
                at += Duration.ofMillis(arrival.gap()).toNanos();
                time.after(at, () -> come(arrival));
            }
            time.runToTheEnd();
        }

        private void come(Arrival arrival) {
            // The last key is the first model with other options.
            RunnerKey key =
                    arrival.key() == 3 ? new RunnerKey("m0", "num_ctx=8192") : RunnerKey.of("m" + arrival.key());
            VirtualRequest request = new VirtualRequest(
                    "p" + arrival.person(),
                    arrival.batch() ? ShareClass.BATCH : ShareClass.INTERACTIVE,
                    key,
                    Duration.ofMillis(arrival.work()),
                    time.now());
            all.add(request);
            fair.enter(request);
            if (arrival.leaves() > 0) {
                time.after(Duration.ofMillis(arrival.leaves()).toNanos(), () -> {
                    if (request.ended == 0) {
                        request.left = true;
                        fair.leave(request);
                    }
                });
            }
        }
    }

    @Property(tries = 300, seed = "4254205726064")
    void eachRequestIsAnsweredOnceOrHasLeft(
            @ForAll("arrivals") List<Arrival> arrivals,
            @ForAll @IntRange(min = 1, max = 4) int slots,
            @ForAll @IntRange(min = 1, max = 2) int memory,
            @ForAll boolean learnt) {
        Run run = new Run(arrivals, slots, memory, learnt);
        assertThat(run.all).hasSameSizeAs(arrivals).allSatisfy(request -> {
            assertThat(request.ended).isEqualTo(request.left ? 0 : 1);
            // Once more if it was taken back.
            assertThat(request.sent).isBetween(request.left ? 0 : 1, request.shareClass == ShareClass.BATCH ? 2 : 1);
            assertThat(request.refused).isFalse();
        });
        assertThat(run.fair.queue.length()).isZero();
    }

    @Property(tries = 300, seed = "1899898346494")
    void chargesAddUpToTheTimeInWhichTheServerWasBusy(
            @ForAll("arrivals") List<Arrival> arrivals, @ForAll @IntRange(min = 1, max = 4) int slots) {
        Run run = new Run(arrivals, slots, 1, true);
        double busy = run.fair.queue.busySeconds(run.fair.place);
        assertThat(run.fair.charged()).isCloseTo(busy, within(busy / 1_000_000));
    }

    /** Ollama's own queue then decides nothing. */
    @Property(tries = 300, seed = "5318461950877")
    void nobodyWaitsInsideWhereTheSlotsAreKnownAndNoModelComesWhileAnotherIsAtWork(
            @ForAll("arrivals") List<Arrival> arrivals, @ForAll @IntRange(min = 1, max = 4) int slots) {
        Run run = new Run(arrivals, slots, 1, false);
        assertThat(run.ollama.mostInside()).isZero();
        assertThat(run.ollama.foreignWhileBusy()).isZero();
    }

    @Property(tries = 200, seed = "519962459067")
    void whoAlwaysHasWorkWaitingGetsAnEqualShare(
            @ForAll List<@IntRange(min = 1, max = 20) Integer> seconds, @ForAll @IntRange(min = 1, max = 4) int slots) {
        VirtualTime time = new VirtualTime();
        VirtualOllama ollama = new VirtualOllama(time, slots, 1, LOAD.toNanos());
        FairEntrance fair = new FairEntrance(time, ollama, slots, FairEntrance.RULES);
        Map<String, Integer> left = new HashMap<>();
        int longest = 0;
        for (String person : List.of("f", "g")) {
            for (int i = 0; i < 100; i++) {
                int length = seconds.isEmpty() ? 5 : seconds.get((i * (person.equals("f") ? 1 : 3)) % seconds.size());
                longest = Math.max(longest, length);
                VirtualRequest request = new VirtualRequest(
                        person, ShareClass.INTERACTIVE, RunnerKey.of("a"), Duration.ofSeconds(length), 0);
                request.then = () -> left.merge(person, -1, Integer::sum);
                left.merge(person, 1, Integer::sum);
                fair.enter(request);
            }
        }
        double bound = (slots + 1) * 2.0 * longest;
        while (left.values().stream().allMatch(count -> count > slots)) {
            time.runUntil(time.now() + Duration.ofSeconds(1).toNanos());
            Map<String, Double> service = ollama.service();
            double difference = (service.getOrDefault("f", 0.0) - service.getOrDefault("g", 0.0)) / 1e9;
            assertThat(Math.abs(difference)).isLessThanOrEqualTo(bound);
        }
    }
}
