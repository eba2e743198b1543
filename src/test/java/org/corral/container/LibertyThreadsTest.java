package org.corral.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With a note that is made as Liberty's is. */
class LibertyThreadsTest {
    private static final Note THREADS = new Note();

    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final List<String> seen = new ArrayList<>();

    /** What Liberty keeps with a thread. */
    public static final class Note {
        private String path = "";

        public static Note ofThread() {
            return THREADS;
        }

        public void become(@Nullable Note other) {
            path = other == null ? "" : other.path;
        }
    }

    private LibertyThreads threads() throws ReflectiveOperationException {
        return new LibertyThreads(
                handedOver::add, Note.class.getMethod("ofThread"), Note.class.getMethod("become", Note.class));
    }

    @Test
    void workSeesNoRequestAndTheThreadKeepsItsOwn() throws Exception {
        THREADS.path = "/own";
        threads().apart(() -> {
            seen.add(THREADS.path);
            THREADS.path = "/other";
        });
        assertThat(seen).containsExactly("");
        assertThat(THREADS.path).isEqualTo("/own");
    }

    @Test
    void theThreadKeepsItsOwnAlsoWhenTheWorkFails() throws Exception {
        THREADS.path = "/own";
        LibertyThreads threads = threads();
        RuntimeException failure = new IllegalStateException("over");
        assertThatThrownBy(() -> threads.apart(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(THREADS.path).isEqualTo("/own");
    }

    @Test
    void workIsHandedOverAndDoneApart() throws Exception {
        THREADS.path = "/former";
        threads().execute(() -> seen.add("done at " + THREADS.path));
        assertThat(seen).isEmpty();
        handedOver.remove().run();
        assertThat(seen).containsExactly("done at ");
        assertThat(handedOver).isEmpty();
    }
}
