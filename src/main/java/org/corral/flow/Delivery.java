package org.corral.flow;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.corral.body.BodyReader;
import org.corral.body.BodySink;
import org.corral.container.CallerStreams;
import org.corral.container.ChunkedEnd;
import org.corral.timing.Ticker;

/**
 * A response in memory on its way to the caller, who takes it as fast as they like, and the rest of a body that is not wanted on
 * its way in: a caller who is still sending is given a while to read the response (RFC 9112, 9.6). No thread is held meanwhile.
 *
 * <p>The lock of this object guards the phase and all that is written; it is held while the server's stream is written to, and
 * not while the request is given back or anything is read.
 */
final class Delivery implements WriteListener, Ticker.Listener {
    /** The request is dispatched so that its connection is broken off. */
    static final String BROKEN = Delivery.class.getName() + ".broken";

    /** The most bytes of a response that the server keeps for a slow caller. */
    private static final int PIECE = 8 << 10;

    /** The part that is written next, in this order. */
    private enum Phase {
        HEAD,
        BODY,
        /** All has been written; the server may not have sent it yet, and the caller may still owe a body. */
        WRITTEN,
        /** The request has been given back, or is the server's to end: nothing may be written. */
        OVER
    }

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final FlowLimits limits;
    private final AsyncRequest async;
    private final ServletOutputStream out;
    private final Optional<BodyReader> rest; // of a body that is not wanted
    private final long length; // -1 if it is not known
    private final boolean headOnly;

    // All below are guarded by this.
    private Phase phase = Phase.HEAD;
    private final Queue<ByteBuffer> left = new ArrayDeque<>(); // of the body
    private boolean blocked = true; // until the server calls onWritePossible
    private boolean restIsOver;
    private Optional<BodyReader> toLeave; // by the first call of the server: Undertow lets nobody read before
    private long lastTaken;

    private Delivery(
            HttpServletRequest request, BufferedResponse held, Optional<RequestReading> read, FlowLimits limits)
            throws IOException {
        this.request = request;
        this.response = held.server();
        this.limits = limits;
        this.async = new AsyncRequest(request.startAsync(request, response), limits.clock(), this::over);
        this.rest = read.isPresent()
                ? read.map(RequestReading::reader).filter(BodyReader::isOwed)
                : unread(request, limits);
        this.restIsOver = rest.isEmpty();
        this.toLeave = read.isPresent() ? rest : Optional.empty();
        List<byte[]> pieces = held.pieces();
        this.length = held.length(pieces);
        this.headOnly = request.getMethod().equals("HEAD") || isWithoutContent(response.getStatus());
        if (!headOnly) {
            pieces.forEach(piece -> left.add(ByteBuffer.wrap(piece)));
        }
        this.lastTaken = limits.clock().nanos();
        this.out = CallerStreams.out(request, response);
    }

    private static Optional<BodyReader> unread(HttpServletRequest request, FlowLimits limits) throws IOException {
        return BodyPresence.isOwed(request)
                ? Optional.of(BodyReader.of(request, limits.linger(), limits.clock(), BodySink.NOTHING))
                : Optional.empty();
    }

    private static boolean isWithoutContent(int status) {
        return status == HttpServletResponse.SC_NO_CONTENT || status == HttpServletResponse.SC_NOT_MODIFIED;
    }

    /** On the server's thread, which is let go. */
    static void begin(HttpServletRequest request, BufferedResponse held, FlowLimits limits) throws IOException {
        Optional<RequestReading> read = RequestReading.of(request);
        Delivery delivery = new Delivery(request, held, read, limits);
        limits.ticker().add(delivery);
        if (read.isEmpty()) {
            delivery.rest.ifPresent(reader -> reader.ignore(delivery::restIsOver));
        }
        delivery.out.setWriteListener(delivery);
    }

    private void restIsOver() {
        synchronized (this) {
            restIsOver = true;
        }
        advance();
    }

    @Override
    public void onWritePossible() {
        Optional<BodyReader> leaving;
        synchronized (this) {
            blocked = false;
            lastTaken = limits.clock().nanos();
            leaving = toLeave;
            toLeave = Optional.empty();
        }
        leaving.ifPresent(reader -> reader.leave(this::restIsOver));
        advance();
    }

    @Override
    public void onError(Throwable failure) {
        synchronized (this) {
            phase = Phase.OVER;
        }
        async.leaveToServer();
    }

    private void advance() {
        boolean done;
        try {
            done = writeAll();
        } catch (IOException e) {
            onError(e);
            return;
        }
        if (done) {
            async.complete();
        }
    }

    /** @return whether the server has passed everything on and nothing more of the body is waited for; once */
    private synchronized boolean writeAll() throws IOException {
        if (phase == Phase.HEAD && isReady()) {
            setHead();
            phase = Phase.BODY;
        }
        while (phase == Phase.BODY && isReady()) {
            writeSome();
        }
        if (phase != Phase.WRITTEN || !isReady() || !restIsOver) {
            return false;
        }
        phase = Phase.OVER;
        return true;
    }

    private void writeSome() throws IOException {
        ByteBuffer piece = left.peek();
        if (piece == null) {
            phase = Phase.WRITTEN;
            out.flush();
            return;
        }
        int count = Math.min(PIECE, piece.remaining());
        out.write(piece.array(), piece.arrayOffset() + piece.position(), count);
        piece.position(piece.position() + count);
        lastTaken = limits.clock().nanos();
        if (!piece.hasRemaining()) {
            left.remove();
        }
    }

    private void setHead() {
        if (!restIsOver) {
            response.setHeader("Connection", "close");
        }
        if (headOnly) {
            announce(length);
        } else if (restIsOver) {
            announce(Math.max(0, length));
        } else {
            ChunkedEnd.endWith(response);
        }
    }

    private void announce(long bytes) {
        if (bytes >= 0 && !isWithoutContent(response.getStatus())) {
            response.setContentLengthLong(bytes);
        }
    }

    private boolean isReady() {
        blocked = blocked || !out.isReady();
        return !blocked;
    }

    @Override
    public void onTick(long now) {
        async.onTick(now);
        rest.ifPresent(reader -> reader.onTick(now));
        if (gaveUp(now)) {
            request.setAttribute(BROKEN, true);
            async.dispatch();
        }
    }

    /** The caller takes nothing for too long. */
    private synchronized boolean gaveUp(long now) {
        boolean stalled = phase != Phase.OVER
                && blocked
                && now - lastTaken > limits.timeouts().upload().toNanos();
        if (stalled) {
            phase = Phase.OVER;
        }
        return stalled;
    }

    private void over() {
        limits.ticker().remove(this);
        rest.ifPresent(BodyReader::close);
    }
}
