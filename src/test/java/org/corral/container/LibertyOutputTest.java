package org.corral.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** On streams that are made as Liberty's are; the real ones are seen by StreamingIT, LargeAnswerIT and SlowReaderIT. */
class LibertyOutputTest {
    private final List<String> calls = new ArrayList<>();
    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final Channel channel = new Channel();
    private final Out servers = new Out(channel);

    /** Liberty's stream below the servlet's. */
    final class Channel {
        boolean ignoreFlush = true;
        int _bytesRemainingWhenAsync = 7;
        Optional<IOException> failure = Optional.empty();

        void validate() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }

        void flushAsyncBuffers() {
            assertThat(Thread.holdsLock(this)).isTrue();
            assertThat(_bytesRemainingWhenAsync).isZero();
            calls.add(ignoreFlush ? "ignored" : "sent");
        }
    }

    final class Out extends ServletOutputStream {
        final Channel _httpOut;
        boolean ready = true;
        Optional<WriteListener> listener = Optional.empty();

        Out(Channel channel) {
            this._httpOut = channel;
        }

        @Override
        public boolean isReady() {
            assertThat(Thread.holdsLock(_httpOut)).isTrue();
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            this.listener = Optional.of(listener);
        }

        @Override
        public void write(int single) {
            assertThat(Thread.holdsLock(_httpOut)).isTrue();
            calls.add("written " + single);
        }
    }

    private ServletOutputStream out() throws ReflectiveOperationException {
        return LibertyOutput.of(servers, handedOver::add);
    }

    @Test
    void theFirstFlushSendsTheHead() throws Exception {
        out().flush();
        assertThat(calls).containsExactly("sent");
    }

    @Test
    void nothingIsFlushedWhileTheServerIsNotReady() throws Exception {
        servers.ready = false;
        out().flush();
        assertThat(calls).isEmpty();
    }

    @Test
    void aStreamThatHasFailedSaysSo() throws Exception {
        IOException failure = new IOException("reset");
        channel.failure = Optional.of(failure);
        ServletOutputStream out = out();
        assertThatThrownBy(out::flush).isSameAs(failure);
    }

    @Test
    void writesHoldLibertysLock() throws Exception {
        out().write(new byte[] {5}, 0, 1);
        assertThat(calls).containsExactly("written 5");
    }

    @Test
    void theListenerIsCalledWithoutLibertysLock() throws Exception {
        out().setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() {
                calls.add("possible");
            }

            @Override
            public void onError(Throwable failure) {
                calls.add("failed");
            }
        });
        synchronized (channel) {
            servers.listener.orElseThrow().onWritePossible();
            servers.listener.orElseThrow().onError(new IOException());
        }
        assertThat(calls).isEmpty();
        handedOver.forEach(Runnable::run);
        assertThat(calls).containsExactly("possible", "failed");
    }

    @Test
    void aListenerThatFailsIsToldSo() throws Exception {
        RuntimeException failure = new IllegalStateException("no room");
        out().setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() {
                throw failure;
            }

            @Override
            public void onError(Throwable failure) {
                calls.add(failure.getMessage());
            }
        });
        servers.listener.orElseThrow().onWritePossible();
        assertThatThrownBy(() -> handedOver.remove().run()).isSameAs(failure);
        assertThat(calls).containsExactly("no room");
    }
}
