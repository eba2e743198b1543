package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.corral.body.BodyReader;
import org.corral.body.BodySink;
import org.corral.body.RequestedModels;
import org.corral.settings.LingerSettings;
import org.corral.timing.MonotonicClock;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;

/**
 * The body of a request on its way to Ollama, through two buffers: while one is sent the other one is filled, and the caller is
 * read only as fast as Ollama takes.
 *
 * <p>The lock of this object guards which buffer is which. A connection that sends holds a lock of its own when it takes this one;
 * with this one held, only the locks within the reader are taken. The buffer that is filled belongs to the thread that reads for
 * as long as the reader is busy.
 */
final class Upload implements InboundBody, BodySink, RequestBody {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final InboundBody.Owner owner;
    private final MonotonicClock clock;
    private final BodyReader reader;
    private final Set<RequestControl> to = new CopyOnWriteArraySet<>(); // one for each server

    // Both are guarded by this.
    private ByteBuffer lent; // to be read from by the connection that sends
    private ByteBuffer filling; // to be written to

    private volatile long lastTaken;

    /**
     * @param size of both buffers together, in bytes
     * @param linger how much of the rest is read when it is not wanted any more
     */
    Upload(HttpServletRequest request, int size, LingerSettings linger, MonotonicClock clock, InboundBody.Owner owner)
            throws IOException {
        this.owner = owner;
        this.clock = clock;
        this.lent = ByteBuffer.allocate((size + 1) / 2).flip();
        this.filling = ByteBuffer.allocate((size + 1) / 2);
        this.lastTaken = clock.nanos();
        this.reader = BodyReader.of(request, linger, clock, this);
    }

    @Override
    public void begin() {
        reader.begin();
        owner.understood(RequestedModels.NOTHING, Optional.of(this));
    }

    /** From now on this connection is told when there is more, too. */
    @Override
    public void goesOver(RequestControl carrier) {
        to.add(carrier);
    }

    // ---- in, on the thread that reads

    @Override
    public synchronized boolean hasRoom() {
        return filling.hasRemaining();
    }

    @Override
    public synchronized ByteBuffer room(long left) {
        return filling;
    }

    @Override
    public synchronized void filled(ByteBuffer room, int count) {
        room.position(room.position() + count);
    }

    @Override
    public void idle() {
        if (hasMore()) {
            to.forEach(RequestControl::bodyGrew);
        }
    }

    @Override
    public void callerGone(Throwable failure) {
        owner.callerGone(failure);
    }

    /** A piece that a connection sends at this moment stays whole. */
    @Override
    public synchronized void drop() {
        lent = NOTHING;
        filling = NOTHING;
    }

    // ---- out, on any thread that sends

    @Override
    public long length() {
        return reader.length();
    }

    @Override
    public synchronized ByteBuffer next() {
        if (lent.hasRemaining() || reader.isBusy()) {
            // The reader has the connection ask again when it is idle.
            return lent;
        }
        if (filling.position() > 0) {
            lastTaken = clock.nanos();
            ByteBuffer free = lent;
            lent = filling.flip();
            filling = free.clear();
        } else if (reader.isComplete()) {
            // The response may take hours; the buffers are not needed any more.
            drop();
        }
        return lent;
    }

    @Override
    public boolean refill() {
        reader.resume();
        return hasMore();
    }

    private synchronized boolean hasMore() {
        return !reader.isBusy() && (filling.position() > 0 || reader.isComplete());
    }

    // ---- what the exchange asks

    @Override
    public synchronized boolean isComplete() {
        return reader.isComplete() && filling.position() == 0 && !reader.isBusy();
    }

    @Override
    public Optional<BodyReader> reader() {
        return Optional.of(reader);
    }

    @Override
    public OptionalLong lastTaken() {
        return OptionalLong.of(lastTaken);
    }
}
