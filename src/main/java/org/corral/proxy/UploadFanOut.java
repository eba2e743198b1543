package org.corral.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.corral.backend.Lease;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseHead;
import org.corral.upstream.ResponseListener;
import org.corral.upstream.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/**
 * Sends one upload to several servers at the same time, because its body arrives only once. The listener hears the response of one
 * server: of the last one to respond, or of the first that refuses the upload or fails; then the others are aborted. Thread-safe.
 *
 * <p>Without a lock: the first to set {@code over} decides, and each {@code Copy} that acquires something afterwards gives it back.
 */
final class UploadFanOut {
    private static final int MOST_TEXT = 64 << 10;

    private final Tee tee;
    private final ResponseListener listener;
    private final Consumer<Lease> decided;

    private final List<Copy> copies = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param listener hears one response, as if there were one server
     * @param decided is given the lease of the server that has decided, before the listener hears of it
     */
    UploadFanOut(RequestBody body, ResponseListener listener, Consumer<Lease> decided) {
        this.tee = new Tee(body);
        this.listener = listener;
        this.decided = decided;
    }

    /** Adds a server. Nothing is sent before there is a lease at each. */
    void add(Lease lease, UpstreamRequest bodiless) {
        Copy copy = new Copy(lease, bodiless);
        copies.add(copy);
        if (over.get()) {
            copy.release();
        }
    }

    /** Sends the upload to all servers. */
    void ask() {
        copies.forEach(Copy::ask);
    }

    /** Aborts all connections and gives all leases back. */
    void release() {
        over.set(true);
        copies.forEach(Copy::release);
    }

    /** Releases the other copies; {@link #release} gives back the lease of this one. */
    private void decide(Copy by, Runnable word) {
        if (over.compareAndSet(false, true)) {
            decided.accept(by.lease);
            copies.stream().filter(copy -> copy != by).forEach(Copy::release);
            word.run();
        }
    }

    private final class Copy implements ResponseListener {
        private final Lease lease;
        private final UpstreamRequest request;
        private final Tee.Branch body = tee.branch();
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        private volatile @Nullable RequestControl connection;
        private volatile @Nullable ResponseHead head;

        Copy(Lease lease, UpstreamRequest bodiless) {
            this.lease = lease;
            this.request =
                    new UpstreamRequest(bodiless.method(), bodiless.target(), bodiless.fields(), Optional.of(body));
        }

        void ask() {
            lease.ask(this);
        }

        void release() {
            RequestControl carrier = connection;
            if (carrier != null) {
                carrier.abort(this);
            }
            lease.leave();
        }

        @Override
        public UpstreamRequest request() {
            return request;
        }

        @Override
        public void carriedBy(RequestControl carrier) {
            connection = carrier;
            body.goesOver(carrier);
            listener.carriedBy(carrier);
            if (over.get()) {
                carrier.abort(this);
            }
        }

        @Override
        public void head(ResponseHead answered) {
            head = answered;
            lease.answered();
        }

        /** A server responds to an upload with a few bytes, which are kept until it is decided who answers. */
        @Override
        public void body(ByteBuffer piece) {
            if (text.size() + piece.remaining() > MOST_TEXT) {
                release();
                failed(Failure.MALFORMED);
            } else {
                text.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            }
        }

        @Override
        public void drained() {}

        @Override
        public void end() {
            body.close();
            lease.leave();
            ResponseHead answered = head;
            boolean last = answers.incrementAndGet() == copies.size();
            if (answered != null && (last || answered.status() >= 300)) {
                decide(this, () -> tell(answered));
            }
        }

        private void tell(ResponseHead answered) {
            listener.head(answered);
            if (text.size() > 0) {
                listener.body(ByteBuffer.wrap(text.toByteArray()));
            }
            listener.end();
            listener.drained();
        }

        @Override
        public void failed(Failure failure) {
            body.close();
            decide(this, () -> listener.failed(failure));
        }
    }
}
