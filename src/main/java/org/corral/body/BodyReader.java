package org.corral.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.container.CallerConnection;
import org.corral.container.CallerStreams;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.LingerSettings;
import org.corral.timing.MonotonicClock;

/**
 * Reads the body of a request into a {@link BodySink} without holding a thread, and what is left of it after the response.
 *
 * <p>The stream is read, and the sink is called, by one thread at a time, which {@link SerialExecutor} sees to, and without any
 * lock of this class. The lock of this object guards the phase alone. All methods may be called on any thread, {@link #begin} and
 * {@link #ignore} once, on a thread of the server.
 */
public final class BodyReader implements ReadListener {
    /** The treatment of the bytes that arrive. */
    private enum Phase {
        /** They go to the sink. */
        TAKING,
        /** All have gone to the sink. The last phase. */
        COMPLETE,
        /** Nothing is read; the server may use the stream for another request. */
        CLOSED,
        /** They are read and thrown away, since a response has been written before all of them had come. */
        LINGERING
    }

    private final ServletBodySource in;
    private final CallerConnection caller;
    private final Optional<LingerSettings> linger; // empty if what is left of a body does not matter to the connection
    private final MonotonicClock clock;
    private final BodySink sink;
    private final SerialExecutor serial;

    // Both are guarded by this.
    private Phase phase = Phase.TAKING;
    private Optional<LingeringRead> lingering = Optional.empty(); // present in one phase

    private boolean full; // the sink had no room when it was last asked; used by the thread that reads

    private BodyReader(
            ServletBodySource in,
            CallerConnection caller,
            Optional<LingerSettings> linger,
            MonotonicClock clock,
            BodySink sink) {
        this.in = in;
        this.caller = caller;
        this.linger = linger;
        this.clock = clock;
        this.sink = sink;
        this.serial = new SerialExecutor(caller.readers(), sink::idle);
    }

    /**
     * @param request asynchronous already
     * @param linger how much of the rest is read after the response
     */
    public static BodyReader of(HttpServletRequest request, LingerSettings linger, MonotonicClock clock, BodySink sink)
            throws IOException {
        CallerConnection caller = CallerConnection.of(request);
        ServletBodySource in = new ServletBodySource(
                CallerStreams.in(request), request.getContentLengthLong(), caller.finishesBodiesEarly(), clock);
        // Over HTTP/2 a request that ends early ends no connection, and nothing need be read.
        boolean matters = request.getProtocol().startsWith("HTTP/1.");
        return new BodyReader(in, caller, matters ? Optional.of(linger) : Optional.empty(), clock, sink);
    }

    /** Asks the server for the body, and the caller where they wait to be asked (RFC 9110, 10.1.1), unless the sink refuses it. */
    public void begin() {
        Optional<Refusal> refusal = sink.refusal(in.length());
        if (refusal.isPresent()) {
            refuse(refusal.get());
        } else {
            caller.sayContinue();
        }
        in.callOn(this);
    }

    /** In place of {@link #begin}, where nothing of the body is wanted; goes on as {@link #leave}. */
    public void ignore(Runnable then) {
        in.callOn(this);
        leave(then);
    }

    @Override
    public void onDataAvailable() {
        serial.run(() -> {
            in.called();
            read();
        });
    }

    /** Payara says so when all has arrived, read or not. */
    @Override
    public void onAllDataRead() {
        onDataAvailable();
    }

    @Override
    public void onError(Throwable failure) {
        if (leaves(Phase.TAKING, Phase.CLOSED)) {
            sink.drop();
        }
        sink.callerGone(failure);
    }

    /** The sink has room. */
    public void resume() {
        serial.run(this::read);
    }

    private void read() {
        Optional<LingeringRead> rest = lingering();
        if (rest.isPresent()) {
            if (rest.get().read() && leaves(Phase.LINGERING, Phase.CLOSED)) {
                if (!rest.get().isComplete()) {
                    caller.leaveRest();
                }
                rest.get().whenOver().run();
            }
            return;
        }
        try {
            if (isAtEnd() && leaves(Phase.TAKING, Phase.COMPLETE)) {
                sink.complete();
            }
        } catch (RefusedException e) {
            refuse(e.refusal());
        } catch (IOException e) {
            onError(e);
        } catch (RuntimeException | Error e) {
            // Nobody else would end the request.
            onError(e);
            throw e;
        }
    }

    /** @return whether the body is complete; else the server calls, the sink resumes, or nothing more is wanted */
    private boolean isAtEnd() throws IOException, RefusedException {
        while (phase() == Phase.TAKING && !in.isWaiting()) {
            if (!sink.hasRoom()) {
                full = true;
                return false;
            }
            if (full) {
                full = false;
                // Until now the caller could not send: they owe nothing for that time.
                in.beginWait();
            }
            if (in.isAtEnd()) {
                return true;
            }
            if (!in.isReady()) {
                return false;
            }
            ByteBuffer room = sink.room(in.left());
            int count = in.read(room.array(), room.arrayOffset() + room.position(), room.remaining());
            if (count < 0) {
                return true;
            }
            sink.filled(room, count);
        }
        return false;
    }

    private void refuse(Refusal why) {
        if (leaves(Phase.TAKING, Phase.CLOSED)) {
            sink.drop();
            sink.refused(why);
        }
    }

    /** Nothing is read from here on, and an incomplete body is dropped. */
    public void close() {
        if (leaves(Phase.TAKING, Phase.CLOSED)) {
            sink.drop();
        }
        leaves(Phase.LINGERING, Phase.CLOSED);
    }

    /**
     * In place of {@link #close}, once the response has been written: a caller who is still sending is read for a while, so that
     * they can read it.
     *
     * @param then called once, when the connection may be closed; on any thread, perhaps at once
     */
    public void leave(Runnable then) {
        if (leaves(Phase.TAKING, Phase.CLOSED)) {
            sink.drop();
        }
        if (!lingers(then)) {
            then.run();
        } else if (linger.isEmpty() || serial.isBusy() || !in.isWaiting()) {
            // A thread that reads may be about to hear that there is something: then the server does not call.
            serial.run(this::read);
        }
    }

    /** To be called now and then, by the ticker: no lingering lasts for ever. */
    public void onTick(long now) {
        if (lingering().filter(rest -> rest.isOverdue(now)).isPresent()) {
            serial.run(this::read);
        }
    }

    // ---- the phases

    private synchronized boolean leaves(Phase from, Phase to) {
        boolean leaves = phase == from;
        if (leaves) {
            phase = to;
            lingering = Optional.empty();
        }
        return leaves;
    }

    /** @return false if all of the body has been read */
    private synchronized boolean lingers(Runnable then) {
        if (phase == Phase.COMPLETE) {
            return false;
        }
        phase = Phase.LINGERING;
        lingering = Optional.of(new LingeringRead(in, linger.orElse(LingerSettings.NONE), clock, then));
        return true;
    }

    private synchronized Phase phase() {
        return phase;
    }

    private synchronized Optional<LingeringRead> lingering() {
        return lingering;
    }

    // ---- what others ask

    /** The length of the body in bytes; -1 if it is not known. */
    public long length() {
        return in.length();
    }

    /** Whether all of the body has been read. */
    public boolean isComplete() {
        return phase() == Phase.COMPLETE;
    }

    /** Whether more of the body may be on its way, so that the connection is of no use for another request. */
    public boolean isOwed() {
        return linger.isPresent() && !isComplete();
    }

    /** The time by the clock since which the caller owes bytes that would be taken; empty if they owe none. */
    public OptionalLong owedSince() {
        return phase() == Phase.TAKING && in.isWaiting() ? OptionalLong.of(in.lastRead()) : OptionalLong.empty();
    }

    /** Whether a thread reads, or will do so soon. */
    public boolean isBusy() {
        return serial.isBusy();
    }
}
