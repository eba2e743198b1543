package org.corral.backend;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.corral.timing.Ticker;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseHead;
import org.corral.upstream.ResponseListener;
import org.corral.upstream.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/** Gets a small response as a whole. Its owner is told of it once, on any thread. Thread-safe. */
final class Fetch implements ResponseListener, Ticker.Listener {
    private final UpstreamRequest request;
    private final int limit;
    private final long timeout;
    private final Ticker ticker;
    private final Consumer<FetchResult> done;
    private final long begun;
    private final AtomicBoolean over = new AtomicBoolean();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile @Nullable RequestControl connection;
    private volatile @Nullable ResponseHead head;

    private Fetch(String path, int limit, Duration timeout, Ticker ticker, Consumer<FetchResult> done) {
        this.request = new UpstreamRequest("GET", path, List.of(), Optional.empty());
        this.limit = limit;
        this.timeout = timeout.toNanos();
        this.ticker = ticker;
        this.begun = ticker.clock().nanos();
        this.done = done;
    }

    /**
     * @param connections where the request is sent
     * @param limit the most bytes that the body of the response may have
     */
    static void from(
            Consumer<ResponseListener> connections,
            String path,
            int limit,
            Duration timeout,
            Ticker ticker,
            Consumer<FetchResult> done) {
        Fetch fetch = new Fetch(path, limit, timeout, ticker, done);
        ticker.add(fetch);
        connections.accept(fetch);
    }

    @Override
    public UpstreamRequest request() {
        return request;
    }

    @Override
    public void carriedBy(RequestControl carrier) {
        connection = carrier;
        if (over.get()) {
            carrier.abort(this);
        }
    }

    @Override
    public void head(ResponseHead begun) {
        head = begun;
    }

    @Override
    public void body(ByteBuffer piece) {
        if (body.size() + piece.remaining() > limit) {
            giveUp("a list that is too large");
            return;
        }
        body.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
    }

    @Override
    public void drained() {}

    @Override
    public void end() {
        ResponseHead complete = head;
        if (complete != null) {
            tell(new FetchResult(Optional.of(complete), body.toString(StandardCharsets.UTF_8), ""));
        }
    }

    @Override
    public void failed(Failure failure) {
        tell(FetchResult.nothing(failure.text()));
    }

    @Override
    public void onTick(long now) {
        if (now - begun > timeout) {
            giveUp("no answer in time");
        }
    }

    private void giveUp(String why) {
        tell(FetchResult.nothing(why));
        RequestControl carrier = connection;
        if (carrier != null) {
            carrier.abort(this);
        }
    }

    private void tell(FetchResult result) {
        if (over.compareAndSet(false, true)) {
            ticker.remove(this);
            done.accept(result);
        }
    }
}
