package org.corral.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On a stream that is made as Liberty's is; the real one is seen by UploadIT and RequestFramingIT. */
class LibertyInputTest {
    private final List<String> heard = new ArrayList<>();
    private final In servers = new In();
    private int apart;

    /** Takes the locks as Liberty does. */
    static final class In extends ServletInputStream {
        private final Object first = new Object(); // held by the thread that reads first, also while it calls
        private final Object calling = new Object();
        private Optional<ReadListener> listener = Optional.empty();
        private boolean ready;
        private boolean finished;
        private boolean endsWhenAsked;
        private boolean callsWhenAsked;
        private boolean failsWhenAsked;
        private int asked;

        Object getCompleteLockObj() {
            return calling;
        }

        @Override
        public boolean isReady() {
            assertThat(Thread.holdsLock(calling)).isTrue();
            synchronized (first) {
                asked++;
                finished |= endsWhenAsked;
                if (callsWhenAsked) {
                    call();
                }
                if (failsWhenAsked) {
                    listener.orElseThrow().onError(new IOException("ended"));
                }
                return ready;
            }
        }

        @Override
        public boolean isFinished() {
            assertThat(Thread.holdsLock(calling)).isTrue();
            asked++;
            return finished;
        }

        @Override
        public int available() {
            assertThat(Thread.holdsLock(calling)).isTrue();
            asked++;
            return 1;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            this.listener = Optional.of(listener);
        }

        @Override
        public int read() {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] into, int from, int most) {
            assertThat(Thread.holdsLock(calling)).isTrue();
            return -1;
        }

        void call() {
            synchronized (calling) {
                try {
                    listener.orElseThrow().onDataAvailable();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private ServletInputStream in() throws ReflectiveOperationException {
        ServletInputStream in = LibertyInput.of(servers, this::apart);
        in.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() {
                assertThat(apart).isPositive();
                heard.add("available");
            }

            @Override
            public void onAllDataRead() {
                assertThat(apart).isPositive();
                heard.add("all read");
            }

            @Override
            public void onError(Throwable failure) {
                assertThat(apart).isPositive();
                heard.add(failure.getMessage());
            }
        });
        return in;
    }

    private void apart(Runnable work) {
        apart++;
        work.run();
        apart--;
    }

    private static void looksEmpty(ServletInputStream in) throws IOException {
        assertThat(in.isReady()).isFalse();
        assertThat(in.isFinished()).isFalse();
        assertThat(in.available()).isZero();
    }

    @Test
    void nothingIsAskedBeforeLibertyCalls() throws Exception {
        looksEmpty(in());
        assertThat(servers.asked).isZero();
    }

    /** Their locks would be taken in two orders, so that both would wait for ever. */
    @Test
    void nobodyWaitsForTheThreadThatReadsFirst() throws Exception {
        ServletInputStream in = in();
        synchronized (servers.first) {
            assertThat(CompletableFuture.supplyAsync(in::isReady).get(10, TimeUnit.SECONDS))
                    .isFalse();
            servers.call();
        }
        assertThat(heard).containsExactly("available");
    }

    @Test
    void onceLibertyHasCalledItIsAsked() throws Exception {
        ServletInputStream in = in();
        servers.call();
        servers.ready = true;
        assertThat(in.isReady()).isTrue();
        assertThat(in.available()).isEqualTo(1);
        assertThat(in.isFinished()).isFalse();
        servers.finished = true;
        assertThat(in.isFinished()).isTrue();
    }

    /** A thread of Liberty's is at work with the same objects then. */
    @Test
    void nothingIsAskedWhileLibertyWaitsForMore() throws Exception {
        ServletInputStream in = in();
        servers.call();
        assertThat(in.isReady()).isFalse();
        int asked = servers.asked;
        servers.ready = true;
        servers.finished = true;
        looksEmpty(in);
        assertThat(servers.asked).isEqualTo(asked);
        servers.call();
        assertThat(in.isReady()).isTrue();
        assertThat(in.isFinished()).isTrue();
        assertThat(heard).containsExactly("available", "available");
    }

    @Test
    void aCallFromWithinIsNotForgotten() throws Exception {
        ServletInputStream in = in();
        servers.call();
        servers.callsWhenAsked = true;
        assertThat(in.isReady()).isFalse();
        servers.callsWhenAsked = false;
        servers.ready = true;
        assertThat(in.isReady()).isTrue();
        assertThat(heard).containsExactly("available", "available");
    }

    /** Liberty asks for more, though nothing more comes, and does not call. */
    @Test
    void theEndOfABodyIsReadAtOnce() throws Exception {
        ServletInputStream in = in();
        servers.call();
        servers.endsWhenAsked = true;
        assertThat(in.isReady()).isTrue();
        assertThat(in.read(new byte[1], 0, 1)).isEqualTo(-1);
    }

    @Test
    void anEndIsACallAsWell() throws Exception {
        ServletInputStream in = in();
        servers.ready = true;
        servers.listener.orElseThrow().onAllDataRead();
        assertThat(in.isReady()).isTrue();
        assertThat(heard).containsExactly("all read");
    }

    /** The request is given back then, and the stream is the next one's. */
    @Test
    void nothingIsAskedAfterAnError() throws Exception {
        ServletInputStream in = in();
        servers.call();
        servers.ready = true;
        servers.finished = true;
        servers.listener.orElseThrow().onError(new IOException("reset"));
        looksEmpty(in);
        assertThat(servers.asked).isZero();
        assertThat(heard).containsExactly("available", "reset");
    }

    /** A caller who sends no more is met in the question itself. */
    @Test
    void nothingIsAskedAfterAnErrorFromWithin() throws Exception {
        ServletInputStream in = in();
        servers.call();
        servers.failsWhenAsked = true;
        looksEmpty(in);
        looksEmpty(in);
        assertThat(servers.asked).isEqualTo(1);
        assertThat(heard).containsExactly("available", "ended");
    }
}
