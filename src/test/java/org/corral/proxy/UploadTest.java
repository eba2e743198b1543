package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.corral.body.RequestedModels;
import org.corral.http.FakeRequest;
import org.corral.http.Refusal;
import org.corral.settings.LingerSettings;
import org.corral.timing.ManualClock;
import org.corral.upstream.RequestBody;
import org.junit.jupiter.api.Test;

class UploadTest {
    private static final long SOON = TimeUnit.SECONDS.toMillis(20);

    /**
     * As Tomcat reads the end of a body in chunks: it waits for a lock of its own, which it also holds while it calls back. With a
     * lock of ours around the reading, two such uploads would have stopped every thread to Ollama for good.
     */
    @Test
    void serverThatCallsBackWhileItIsReadStopsNobody() throws Exception {
        Stream stream = new Stream();
        Upload upload = upload(stream);
        CountDownLatch calls = new CountDownLatch(1);
        Thread servers = daemon(() -> {
            stream.lock.lock();
            try {
                calls.countDown();
                await(stream.isRead);
                stream.call();
            } finally {
                stream.lock.unlock();
            }
        });
        await(calls);
        Thread ours = daemon(upload::refill);
        servers.join(SOON);
        ours.join(SOON);
        assertThat(servers.isAlive() || ours.isAlive()).isFalse();
        assertThat(upload.next().remaining()).isEqualTo(1);
        upload.next().get();
        upload.next();
        assertThat(upload.isComplete()).isTrue();
    }

    /** Whoever comes while it is read has the one who reads look once more. */
    @Test
    void whatComesWhileItIsReadIsReadToo() throws Exception {
        Stream stream = new Stream();
        stream.ready = false;
        Upload upload = upload(stream);
        stream.whenAsked = () -> {
            // The server calls before it has said that there is nothing yet.
            stream.whenAsked = () -> {};
            stream.ready = true;
            Thread servers = daemon(stream::call);
            try {
                servers.join(SOON);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        assertThat(upload.refill()).isTrue();
        assertThat(upload.next().remaining()).isEqualTo(1);
    }

    private static Upload upload(Stream stream) throws IOException {
        HttpServletRequest request =
                new HttpServletRequestWrapper(FakeRequest.of("POST", "/").build()) {
                    @Override
                    public ServletInputStream getInputStream() {
                        return stream;
                    }

                    @Override
                    public long getContentLengthLong() {
                        return -1;
                    }

                    @Override
                    public String getProtocol() {
                        return "HTTP/1.1";
                    }
                };
        Upload upload = new Upload(request, 64, LingerSettings.NONE, new ManualClock(), new Nobody());
        upload.begin();
        return upload;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One byte. */
    private static final class Stream extends ServletInputStream {
        final ReentrantLock lock = new ReentrantLock();
        final CountDownLatch isRead = new CountDownLatch(1);
        volatile Runnable whenAsked = () -> {};
        volatile boolean ready = true;
        private volatile Optional<ReadListener> called = Optional.empty();
        private volatile boolean finished;

        @Override
        public int read(byte[] into, int from, int most) {
            isRead.countDown();
            lock.lock();
            try {
                if (finished) {
                    return -1;
                }
                finished = true;
                into[from] = 'x';
                return 1;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read");
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public boolean isReady() {
            boolean was = ready;
            whenAsked.run();
            return was;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            called = Optional.of(listener);
        }

        /** As the server does when something has arrived. */
        void call() {
            try {
                called.orElseThrow().onDataAvailable();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Nobody() implements InboundBody.Owner {
        @Override
        public void understood(RequestedModels requested, Optional<RequestBody> body) {}

        @Override
        public void notTaken(Refusal why) {
            throw new AssertionError(why);
        }

        @Override
        public void callerGone(Throwable failure) {
            throw new AssertionError(failure);
        }
    }
}
