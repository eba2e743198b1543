package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.corral.it.Gate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Long answers: 5,000 tokens, of which Ollama is never far ahead of what is shown. */
@InChromium
class SmoothIT {
    private static final int TOKENS = 5000;

    /** Less than half of the shortest answer: what is made anew may not grow with it. */
    private static final int MOST = 5000;

    /** So many letters may be said and not be shown yet: some hundred frames see an answer grow. */
    private static final int AHEAD = 300;

    private static final String LONG_TASKS = """
            window.longTasks = [];
            new PerformanceObserver((list) => list.getEntries().forEach((each) => longTasks.push(Math.round(each.duration))))
                .observe({ type: 'longtask', buffered: false });
            window.most = 0;
            new MutationObserver((changes) => {
                const made = changes.flatMap((each) => [...each.addedNodes]).filter((each) => each.isConnected);
                most = Math.max(most, made.reduce((sum, each) => sum + each.textContent.length, 0));
            }).observe(document.querySelector('.prose'), { childList: true, subtree: true });
            window.frames = [];
            let last = performance.now();
            const frame = (now) => { frames.push(now - last); last = now; requestAnimationFrame(frame); };
            requestAnimationFrame(frame);
            """;

    private static final String BUSY = "return document.querySelector('.answer').getAttribute('aria-busy') !== 'false'";

    private static final String FIGURES = """
            return { longest: Math.max(0, ...longTasks), count: longTasks.length,
                frame: Math.round(Math.max(...frames)), slow: frames.filter((each) => each > 50).length, most,
                strong: document.querySelectorAll('.prose strong').length };
            """;

    private static final String LETTERS = """
            const shown = document.querySelector('.prose').cloneNode(true);
            shown.querySelectorAll('button').forEach((each) => each.remove());
            return shown.textContent.replace(/[^a-z]/gi, '');
            """;

    private final Gate gate = Gate.open();

    @ParameterizedTest
    @ValueSource(strings = {"prose", "one paragraph", "one block of code", "one list", "one table"})
    void longAnswerHoldsNothingUp(String kind) {
        List<String> tokens = tokens(kind);
        int[] letters = lettersBefore(tokens);
        AtomicInteger shown = new AtomicInteger();
        gate.ollama().next("POST /api/chat", Said.tokens(tokens, i -> letters[i] - shown.get() < AHEAD));
        try (Browser browser = Browser.open(gate).enter(gate.user())) {
            browser.type("Message", "A long one").keys(Keys.ENTER);
            browser.await(
                    "the answer to begin", () -> !browser.all(".prose > *").isEmpty());
            browser.script(LONG_TASKS);
            int frames = 0;
            do {
                shown.set(String.valueOf(browser.script(LETTERS)).length());
                frames++;
            } while (Boolean.TRUE.equals(browser.script(BUSY)));
            assertThat(frames).as("looks at an answer that grows").isGreaterThan(20);
            Object found = browser.script(FIGURES);
            System.out.println(
                    "5,000 tokens, " + kind + ": " + found
                            + " (longest task over 50 ms, how many; longest frame, how many over 50 ms; most characters made in a frame)");
            Map<?, ?> figures = (Map<?, ?>) Objects.requireNonNull(found);
            // Nothing is lost or told twice where a long block is shown in parts.
            assertThat(browser.script(LETTERS)).isEqualTo(letters(tokens));
            long strong = tokens.stream()
                    .filter(each -> each.contains("**one**") || each.equals("**strong** "))
                    .count();
            assertThat(number(figures, "strong")).isEqualTo((int) strong);
            // A frame takes what the machine has left for it, which is told above; what a frame has to make is ours.
            assertThat(number(figures, "most"))
                    .as("characters made anew in one frame")
                    // A block of code grows within the text that is there.
                    .isBetween(kind.equals("one block of code") ? 0 : 1, MOST - 1);
        }
    }

    private static int number(Map<?, ?> figures, String name) {
        return ((Number) Objects.requireNonNull(figures.get(name))).intValue();
    }

    /** What is to be seen of an answer, but for what may be Markdown's own. */
    private static String letters(List<String> tokens) {
        return String.join("", tokens).replaceAll("\\(https:[^)]*\\)|```js|[^a-zA-Z]", "");
    }

    /** How many letters are said before each token. */
    private static int[] lettersBefore(List<String> tokens) {
        int[] before = new int[tokens.size()];
        for (int i = 1; i < before.length; i++) {
            before[i] = before[i - 1] + letters(tokens.subList(i - 1, i)).length();
        }
        return before;
    }

    private static List<String> tokens(String kind) {
        String unit =
                switch (kind) {
                    case "one paragraph" -> "words of **one** long paragraph with `code` and *more* of it ";
                    case "one list" -> "- an item with **one** strong word and `code`\n";
                    case "one table" -> "| a cell | **one** | `code` |\n";
                    case "one block of code" -> "let value = compute(value, 1); // a line\n";
                    default -> """
                ## A heading

                Some words of a paragraph, **strong** and *less so*, with `code` in it.

                1. One thing
                2. Another thing with a [link](https://example.org/)

                ```js
                for (const each of all) { use(each); }
                ```

                | a | b |
                |---|---|
                | 1 | 2 |

                """;
                };
        List<String> all = new ArrayList<>();
        if (kind.equals("one block of code")) {
            all.add("```js\n");
        }
        if (kind.equals("one table")) {
            all.add("| what | it | is |\n|---|---|---|\n");
        }
        List<String> pieces = Arrays.asList(unit.split("(?<= )|(?<=\n)", -1));
        while (all.size() < TOKENS) {
            all.addAll(pieces);
        }
        return all.subList(0, TOKENS);
    }
}
