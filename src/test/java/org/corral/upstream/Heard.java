package org.corral.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request, and all that was heard of it. */
class Heard implements ResponseListener {
    private static final long SOON_SECONDS = 20;

    private final UpstreamRequest request;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable RequestControl connection;
    private volatile @Nullable ResponseHead head;
    private volatile @Nullable Failure failure;

    Heard(UpstreamRequest request) {
        this.request = request;
    }

    static Heard get(String target) {
        return of("GET", target);
    }

    static Heard of(String method, String target) {
        return new Heard(new UpstreamRequest(method, target, List.of(), Optional.empty()));
    }

    @Override
    public UpstreamRequest request() {
        return request;
    }

    @Override
    public void carriedBy(RequestControl carrier) {
        connection = carrier;
    }

    @Override
    public void head(ResponseHead begun) {
        head = begun;
    }

    @Override
    public void body(ByteBuffer piece) {
        synchronized (body) {
            body.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            body.notifyAll();
        }
    }

    @Override
    public void drained() {}

    @Override
    public void end() {
        over.countDown();
    }

    @Override
    public void failed(Failure why) {
        failure = why;
        over.countDown();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    Heard awaitOver() throws InterruptedException {
        assertThat(over.await(SOON_SECONDS, TimeUnit.SECONDS))
                .as("the end of the exchange")
                .isTrue();
        return this;
    }

    Heard awaitBytes(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
        synchronized (body) {
            while (body.size() < count && System.nanoTime() < deadline) {
                body.wait(100);
            }
        }
        assertThat(length()).isGreaterThanOrEqualTo(count);
        return this;
    }

    int length() {
        synchronized (body) {
            return body.size();
        }
    }

    String text() {
        synchronized (body) {
            return body.toString(StandardCharsets.ISO_8859_1);
        }
    }

    RequestControl connection() {
        RequestControl carrier = connection;
        if (carrier == null) {
            throw new AssertionError("nobody carries it");
        }
        return carrier;
    }

    ResponseHead head() {
        ResponseHead begun = head;
        if (begun == null) {
            throw new AssertionError("no head: " + failure);
        }
        return begun;
    }

    Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }
}
