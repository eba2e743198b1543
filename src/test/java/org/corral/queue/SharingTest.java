package org.corral.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fair queue beside other orders under the same load, with figures. */
class SharingTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long WINDOW = Duration.ofMinutes(10).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long LOAD = 5 * SECOND;
    private static final double LONGEST = 40;
    private static final long SEED = 7;
    private static final List<String> FIGURES = new ArrayList<>(List.of(
            "| load | order | least even share (Jain, of 10 min) | 95 % of light users wait less than, s | loads | lasted, s |",
            "|---|---|---|---|---|---|"));

    /** How one run went. */
    private static final class Run {
        final VirtualTime time = new VirtualTime();
        final VirtualOllama ollama;
        final Entrance entrance;
        final Random random = new Random(SEED);
        final List<VirtualRequest> all = new ArrayList<>();
        final List<Double> jains = new ArrayList<>();

        Run(String order, int slots, int memory) {
            ollama = new VirtualOllama(time, slots, memory, LOAD);
            entrance = switch (order) {
                case "fair" -> new FairEntrance(time, ollama, 0, FairEntrance.RULES);
                case "in order" -> new OtherEntrance(time, ollama, OtherEntrance.Order.FIRST_COME, slots);
                case "first come" -> new OtherEntrance(time, ollama, OtherEntrance.Order.FIRST_COME, 64);
                case "round robin" -> new OtherEntrance(time, ollama, OtherEntrance.Order.ROUND_ROBIN, slots);
                case "least attained" -> new OtherEntrance(time, ollama, OtherEntrance.Order.LEAST_ATTAINED, slots);
                case "tokens" -> new OtherEntrance(time, ollama, OtherEntrance.Order.TOKENS, slots);
                default -> throw new AssertionError(order);
            };
        }

        VirtualRequest ask(String person, RunnerKey key, double seconds) {
            VirtualRequest request = new VirtualRequest(
                    person, ShareClass.INTERACTIVE, key, Duration.ofMillis((long) (seconds * 1000)), time.now());
            // Whoever repeats a long prompt is charged its tokens, though they come from a cache.
            request.tokens = (long) (seconds * 40) + (person.startsWith("flood") ? 0 : 2000);
            all.add(request);
            entrance.enter(request);
            return request;
        }

        /** From 1 to 40 s, most of them short. */
        double answer() {
            return Math.min(LONGEST, 1 - 7 * Math.log(1 - random.nextDouble()));
        }

        /** Somebody who has so many requests under way at any time. */
        void flood(String person, RunnerKey key, int streams) {
            for (int i = 0; i < streams; i++) {
                again(person, key);
            }
        }

        private void again(String person, RunnerKey key) {
            if (time.now() < HOUR) {
                ask(person, key, answer()).then = () -> again(person, key);
            }
        }

        /** Somebody who asks, reads for a while, and asks again. */
        void chats(String person, RunnerKey key) {
            time.after((long) (random.nextDouble() * 120 * SECOND), () -> {
                if (time.now() < HOUR) {
                    ask(person, key, answer()).then = () -> chats(person, key);
                }
            });
        }

        /** Runs for an hour, and looks every ten minutes how even the time was shared among those who always had work waiting. */
        void hour(List<String> backlogged) {
            Map<String, Double> before = new HashMap<>();
            for (long end = WINDOW; end <= HOUR; end += WINDOW) {
                time.runUntil(end);
                Map<String, Double> now = ollama.service();
                jains.add(jain(backlogged.stream()
                        .mapToDouble(person -> now.getOrDefault(person, 0.0) - before.getOrDefault(person, 0.0))
                        .toArray()));
                before.putAll(now);
            }
        }

        double leastJain() {
            return jains.stream().mapToDouble(each -> each).min().orElse(Double.NaN);
        }

        double lasted() {
            return (double) all.stream().mapToLong(request -> request.end).max().orElse(0) / SECOND;
        }

        double p95(String prefix) {
            double[] waits = all.stream()
                    .filter(request -> request.person.startsWith(prefix) && request.isAnswered())
                    .mapToDouble(VirtualRequest::waited)
                    .sorted()
                    .toArray();
            return waits.length == 0 ? Double.NaN : waits[(int) Math.ceil(waits.length * 0.95) - 1] / SECOND;
        }
    }

    private static double jain(double... shares) {
        double sum = Arrays.stream(shares).sum();
        double squares = Arrays.stream(shares).map(x -> x * x).sum();
        return squares == 0 ? 1 : sum * sum / (shares.length * squares);
    }

    private static final List<String> OTHERS = List.of("first come", "round robin", "least attained", "tokens");
    private static final RunnerKey A = RunnerKey.of("a");
    private static final RunnerKey B = RunnerKey.of("b");
    private static final RunnerKey C = RunnerKey.of("c");

    private static Run besideAFlood(String order, int slots, int streams) {
        Run run = new Run(order, slots, 1);
        run.flood("flood", A, streams);
        run.flood("another", A, 8);
        IntStream.range(0, 5).forEach(i -> run.chats("light" + i, A));
        run.hour(List.of("flood", "another"));
        return run;
    }

    private static Run withoutOne(String order, int slots) {
        Run run = new Run(order, slots, 1);
        IntStream.range(0, 5).forEach(i -> run.chats("light" + i, A));
        run.hour(List.of());
        return run;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,10", "1,100", "2,10", "2,100", "4,10", "4,100"})
    void lightUsersHardlyNoticeAFlood(int slots, int streams) {
        double alone = withoutOne("fair", slots).p95("light");
        Run fair = besideAFlood("fair", slots, streams);
        figure("beside a flood of %d and one of 8, %d slots".formatted(streams, slots), "fair", fair);
        assertThat(fair.p95("light")).isLessThanOrEqualTo(2 * alone + LONGEST);
        if (streams > 1) {
            // One stream alone has not always work waiting: it asks when it has been answered.
            assertThat(fair.leastJain()).isGreaterThanOrEqualTo(0.95);
        }
        for (String other : OTHERS) {
            figure("", other, besideAFlood(other, slots, streams));
        }
    }

    /** 600 requests of 7 people at once, for these models in turn. */
    private static Run atOnce(String order, int slots, List<RunnerKey> keys) {
        Run run = new Run(order, slots, 1);
        for (int i = 0; i < 600; i++) {
            run.ask("person" + i % 7, keys.get(i % keys.size()), run.answer());
        }
        run.time.runToTheEnd();
        assertThat(run.all).allMatch(VirtualRequest::isAnswered);
        return run;
    }

    private static Run threeModels(String order, int slots) {
        return atOnce(order, slots, List.of(A, B, A, B, A, C));
    }

    /** In the order in which they come, each request may have its model loaded. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void modelsAreNotLoadedForEachRequest(int slots) {
        Run fair = threeModels("fair", slots);
        Run inOrder = threeModels("in order", slots);
        figure("a b a b a c, %d slots".formatted(slots), "fair", fair);
        figure("", "in order", inOrder);
        OTHERS.forEach(other -> figure("", other, threeModels(other, slots)));
        assertThat(fair.ollama.loads()).isLessThanOrEqualTo(inOrder.ollama.loads() / 3);
        assertThat(fair.lasted()).isLessThanOrEqualTo(1.03 * inOrder.lasted());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void orderCostsNoTimeWhereThereIsOneModel(int slots) {
        Run fair = oneModel("fair", slots);
        Run firstCome = oneModel("first come", slots);
        figure("600 requests of 7 people at once, %d slots".formatted(slots), "fair", fair);
        figure("", "first come", firstCome);
        assertThat(fair.lasted()).isLessThanOrEqualTo(1.03 * firstCome.lasted());
    }

    private static Run oneModel(String order, int slots) {
        return atOnce(order, slots, List.of(A));
    }

    private static void figure(String load, String order, Run run) {
        FIGURES.add(String.format(
                Locale.ROOT,
                "| %s | %s | %.3f | %.1f | %d | %.0f |",
                load,
                order,
                run.leastJain(),
                run.p95("light"),
                run.ollama.loads(),
                run.lasted()));
    }

    @AfterAll
    static void keepFigures() throws IOException {
        Path file = Files.createDirectories(Path.of("target/figures")).resolve("sharing.md");
        Files.write(file, FIGURES);
    }
}
