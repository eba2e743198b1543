package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.corral.it.Gate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers come in pieces and are shown so; in the end they are as if they had come at once, and none holds the page up. */
@InChromium
class MarkdownIT {
    private static final int ANSWERS = 150;

    /** So many that a call is done long before the browser's driver gives it up, on a busy machine too. */
    private static final int PORTION = 10;

    /** A message comes at once; a browser puts off both frames and timers, thousands of which take a minute. */
    private static final String FRAMES_AT_ONCE = """
            window.requestAnimationFrame = (draw) => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = () => { port1.close(); draw(performance.now()); };
                port2.postMessage(0);
            };
            """;

    private Browser browser;
    private String script;

    @BeforeEach
    void open() throws IOException {
        Gate gate = Gate.open();
        browser = Browser.open(gate).enter(gate.user());
        browser.find("Message");
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        try (InputStream file = MarkdownIT.class.getResourceAsStream("markdown.js")) {
            script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private Object run(String call, Object... arguments) {
        return Objects.requireNonNull(
                browser.driver().executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const given = [...arguments].slice(0, -1);
                const at = document.querySelector('script[type=module]').src.replace('app.js', 'chat/markdown.js');
                import(at).then(({ MarkdownStream }) => CALL(MarkdownStream, ...given))
                    .then(done, (failure) => done(String(failure)));
                """.replace("CALL", call) + script, arguments));
    }

    @Test
    void whatComesInPiecesIsInTheEndAsIfItHadComeAtOnce() {
        browser.script(FRAMES_AT_ONCE);
        // Each look at the clock takes a hundredth of a millisecond, however busy the machine is.
        browser.script("let time = performance.now(); performance.now = () => { time += 0.01; return time; };");
        for (int seed = 0; seed < ANSWERS; seed += PORTION) {
            assertThat((List<?>) run("differences", seed, PORTION)).isEmpty();
        }
        browser.isQuiet();
    }

    /** What takes too long is shown as it was written, and on a busy machine everything takes long. */
    @Test
    void shortAnswersAreReadOnABusyMachineToo() {
        browser.script(FRAMES_AT_ONCE);
        browser.script("""
                const now = performance.now.bind(performance);
                let calls = 0;
                let ahead = 0;
                performance.now = () => {
                    calls++;
                    ahead += calls % 7 === 0 ? 150 : 0;
                    return now() + ahead;
                };
                """);
        assertThat((List<?>) run("differences", 0, PORTION)).isEmpty();
        browser.isQuiet();
    }

    enum Hostile {
        QUOTES("> ".repeat(100_000) + "x"),
        LISTS("- ".repeat(50_000) + "x"),
        NESTED_LISTS(IntStream.range(0, 1_000)
                .mapToObj(i -> "  ".repeat(i) + "- x\n")
                .collect(Collectors.joining())),
        LINKS_THAT_ARE_NONE("[a](".repeat(5_000)),
        BRACKETS("[".repeat(50_000)),
        EMPHASIS_THAT_IS_NONE("**a *b ".repeat(5_000)),
        STARS("*".repeat(40_000) + "a"),
        WIDE_TABLE("|" + "a|".repeat(2_000) + "\n|" + "-|".repeat(2_000) + "\n" + "|b\n".repeat(2_000)),
        LONG_TABLE("|a|b|\n|-|-|\n" + "|1|2|\n".repeat(4_000)),
        NAMES(IntStream.range(0, 5_000)
                .mapToObj(i -> "[a" + i + "]: http://x.example/" + i + "\n")
                .collect(Collectors.joining("", "", "\nThe end."))),
        PARAGRAPHS("[a](".repeat(500).concat("\n\n").repeat(100)),
        WORDS("word ".repeat(100_000));

        private final String text;

        Hostile(String text) {
            this.text = text;
        }
    }

    /** Some of these took minutes to read, and are done long before the browser's driver loses its timeouts. */
    @ParameterizedTest
    @EnumSource(Hostile.class)
    void nothingThatAModelWritesHoldsThePageUp(Hostile hostile) {
        List<?> found = (List<?>) run("heldUp", hostile.text);
        System.out.println(hostile + ": held up for " + found.get(0) + " ms, " + found.get(1) + " characters shown");
        assertThat((Long) Objects.requireNonNull(found.get(1))).isPositive();
        browser.isQuiet();
    }
}
