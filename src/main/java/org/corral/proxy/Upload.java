package org.corral.proxy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.corral.body.LingeringRead;
import org.corral.body.RequestedModels;
import org.corral.body.SerialExecutor;
import org.corral.body.ServletBodySource;
import org.corral.container.CallerConnection;
import org.corral.settings.LingerSettings;
import org.corral.timing.MonotonicClock;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;

/**
 * The body of a request on its way to Ollama, through two buffers: while one is sent the other one is filled, and the caller is
 * read only as fast as Ollama takes.
 */
final class Upload implements InboundBody, ReadListener, RequestBody {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final CallerConnection caller;
    private final ServletBodySource in;
    private final Optional<LingerSettings> linger;
    private final MonotonicClock clock;
    private final InboundBody.Owner owner;

    private final SerialExecutor reader;

    private volatile boolean complete; // the caller has sent everything
    private volatile boolean waiting; // for the server to call onDataAvailable
    private final Set<RequestControl> to = new CopyOnWriteArraySet<>(); // one for each server

    // All below are guarded by this.
    private ByteBuffer lent; // to be read from, by whoever sends
    private ByteBuffer filling; // to be written to
    private boolean closed; // nothing may be read any more
    private Optional<LingeringRead> leftover = Optional.empty(); // when nothing is wanted any more
    private long lastRead;
    private volatile long lastTaken;

    /**
     * @param size of both buffers together, in bytes
     * @param linger how much of its rest is read when it is not wanted any more; empty if that does not matter to the connection
     */
    Upload(
            HttpServletRequest request,
            int size,
            Optional<LingerSettings> linger,
            MonotonicClock clock,
            InboundBody.Owner owner)
            throws IOException {
        this.caller = CallerConnection.of(request);
        this.in = new ServletBodySource(
                request.getInputStream(), request.getContentLengthLong(), caller.finishesBodiesEarly());
        this.reader = new SerialExecutor(caller.readers(), this::wake);
        this.linger = linger;
        this.lent = ByteBuffer.allocate((size + 1) / 2).flip();
        this.filling = ByteBuffer.allocate((size + 1) / 2);
        this.clock = clock;
        this.lastRead = clock.nanos();
        this.lastTaken = lastRead;
        this.owner = owner;
    }

    @Override
    public void begin() {
        caller.sayContinue();
        in.callOn(this);
        owner.understood(RequestedModels.NOTHING, Optional.of(this));
    }

    /** From now on this connection is told when there is more, too. */
    @Override
    public void goesOver(RequestControl connection) {
        to.add(connection);
    }

    @Override
    public long length() {
        return in.length();
    }

    @Override
    public synchronized ByteBuffer next() {
        if (lent.hasRemaining() || reader.isBusy()) {
            // Who reads has the connection look again.
            return lent;
        }
        if (filling.position() > 0) {
            lastTaken = clock.nanos();
            ByteBuffer free = lent;
            lent = filling.flip();
            filling = free.clear();
        } else if (complete) {
            // The answer may take hours; these are not needed any more.
            lent = NOTHING;
            filling = NOTHING;
        }
        return lent;
    }

    @Override
    public synchronized boolean isComplete() {
        return complete && filling.position() == 0 && !reader.isBusy();
    }

    @Override
    public OptionalLong lastTaken() {
        return OptionalLong.of(lastTaken);
    }

    @Override
    public boolean refill() {
        reader.run(this::read);
        return hasMore();
    }

    private synchronized boolean hasMore() {
        return !reader.isBusy() && (filling.position() > 0 || complete);
    }

    private void read() {
        Optional<LingeringRead> rest = leftover();
        if (rest.isPresent()) {
            forget();
            rest.get().read();
            return;
        }
        try {
            for (ByteBuffer room = room(); room.hasRemaining(); room = room()) {
                if (in.isAtEnd()) {
                    complete = true;
                } else if (isReady()) {
                    take(in.read(room.array(), room.arrayOffset() + room.position(), room.remaining()), room);
                }
            }
        } catch (IOException e) {
            owner.callerGone(e);
        } catch (RuntimeException | Error e) {
            // Nobody else would end the request.
            owner.callerGone(e);
            throw e;
        }
    }

    /** Who lingers needs no memory of ours. */
    private synchronized void forget() {
        lent = NOTHING;
        filling = NOTHING;
    }

    private synchronized ByteBuffer room() {
        return closed || complete || waiting ? NOTHING : filling;
    }

    /** The server may call before it has said that it will. */
    private boolean isReady() {
        waiting = true;
        if (in.isReady()) {
            waiting = false;
            return true;
        }
        return false;
    }

    private synchronized void take(int count, ByteBuffer room) {
        room.position(room.position() + Math.max(0, count));
        complete |= count < 0;
        lastRead = clock.nanos();
    }

    @Override
    public void onDataAvailable() {
        reader.run(() -> {
            waiting = false;
            read();
        });
    }

    /** Payara says so when all has arrived, read or not. */
    @Override
    public void onAllDataRead() {
        onDataAvailable();
    }

    private void wake() {
        if (hasMore()) {
            to.forEach(RequestControl::bodyGrew);
        }
    }

    @Override
    public void onError(Throwable failure) {
        owner.callerGone(failure);
    }

    /** Nothing is read from here on: the server may use the stream for another request. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    public boolean isOwed() {
        return linger.isPresent() && !complete;
    }

    @Override
    public void leave(Runnable then) {
        boolean owed = isOwed();
        synchronized (this) {
            closed = true;
            leftover = Optional.of(
                    new LingeringRead(in, linger.filter(any -> owed).orElse(LingerSettings.NONE), clock, then));
        }
        // Whoever reads may be about to hear that there is something: then nobody else will call.
        if (!owed || reader.isBusy() || !waiting) {
            reader.run(this::read);
        }
    }

    @Override
    public void onTick(long now) {
        if (leftover().filter(rest -> rest.isOverdue(now)).isPresent()) {
            reader.run(this::read);
        }
    }

    private synchronized Optional<LingeringRead> leftover() {
        return leftover;
    }

    @Override
    public synchronized OptionalLong owedSince() {
        return !complete && waiting ? OptionalLong.of(lastRead) : OptionalLong.empty();
    }
}
