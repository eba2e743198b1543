package org.corral.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RequestCoalescerTest {
    private final Queue<Consumer<String>> underWay = new ArrayDeque<>();
    private final List<String> kinds = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final RequestCoalescer<String, String> coalescer = new RequestCoalescer<>((kind, then) -> {
        kinds.add(kind);
        underWay.add(then);
    });

    private void ask(String kind, String asker) {
        coalescer.ask(kind, said -> heard.add(asker + ":" + said));
    }

    private void answer(String said) {
        underWay.remove().accept(said);
    }

    @Test
    void requestIsSentAtOnceIfNoneIsUnderWay() {
        ask("tags", "1");
        answer("x");
        ask("tags", "2");
        answer("y");
        assertThat(heard).containsExactly("1:x", "2:y");
    }

    /** The answer that is under way may have been given before they asked. */
    @Test
    void thoseWhoComeMeanwhileShareTheNextRequest() {
        ask("tags", "1");
        ask("tags", "2");
        ask("tags", "3");
        assertThat(underWay).hasSize(1);
        answer("old");
        assertThat(heard).containsExactly("1:old");
        assertThat(underWay).hasSize(1);
        ask("tags", "4");
        answer("new");
        assertThat(heard).containsExactly("1:old", "2:new", "3:new");
        answer("newest");
        assertThat(heard).containsExactly("1:old", "2:new", "3:new", "4:newest");
        assertThat(underWay).isEmpty();
        assertThat(kinds).containsOnly("tags").hasSize(3);
    }

    @Test
    void requestsOfDifferentKindsGoOutSideBySide() {
        ask("tags", "1");
        ask("ps", "2");
        assertThat(kinds).containsExactly("tags", "ps");
        answer("x");
        answer("y");
        assertThat(heard).containsExactly("1:x", "2:y");
    }

    @Test
    void requestForNobodyIsSentUnlessOneIsUnderWay() {
        coalescer.ask("tags");
        coalescer.ask("tags");
        assertThat(underWay).hasSize(1);
        ask("tags", "1");
        answer("x");
        assertThat(heard).isEmpty();
        answer("y");
        assertThat(heard).containsExactly("1:y");
    }

    @Test
    void askerThatThrowsKeepsNothingFromTheOthers() {
        ask("tags", "1");
        coalescer.ask("tags", said -> {
            throw new IllegalStateException("of a test");
        });
        ask("tags", "3");
        answer("x");
        answer("y");
        assertThat(heard).containsExactly("1:x", "3:y");
        ask("tags", "4");
        answer("z");
        assertThat(heard).endsWith("4:z");
    }

    @Test
    void answerThatComesBeforeTheCallReturnsIsTold() {
        RequestCoalescer<String, String> atOnce = new RequestCoalescer<>((kind, then) -> then.accept(kind));
        atOnce.ask("a", heard::add);
        atOnce.ask("b", said -> atOnce.ask("b", heard::add));
        assertThat(heard).containsExactly("a", "b");
    }
}
