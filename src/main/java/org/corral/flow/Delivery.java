package org.corral.flow;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.corral.body.BodyReader;
import org.corral.body.ServletBodySource;
import org.corral.body.WholeBody;
import org.corral.container.CallerConnection;
import org.corral.http.Refusal;
import org.corral.settings.Size;
import org.corral.timing.Ticker;

/**
 * An answer in memory on its way to the caller, who takes it as fast as he likes, and the rest of a body that nobody wants on its
 * way in: whoever is still sending is given a while to read the answer (RFC 9112, 9.6). No thread is held meanwhile.
 */
final class Delivery implements WriteListener, Ticker.Listener {
    /** The request is dispatched so that its connection is broken off. */
    static final String BROKEN = Delivery.class.getName() + ".broken";

    /** What the server keeps of it for a slow caller, at the most. */
    private static final int PIECE = 8 << 10;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final FlowLimits limits;
    private final AsyncRequest async;
    private final ServletOutputStream out;
    private final Optional<BodyReader> rest; // of a body that is not wanted
    private final List<byte[]> pieces;
    private final long length; // -1 if it is not known
    private final boolean headOnly;

    // All below are guarded by this.
    private boolean blocked = true; // until the server calls onWritePossible
    private boolean restIsOver;
    private boolean headSet;
    private boolean flushed;
    private boolean closed; // nothing may be written any more
    private int piece;
    private int at; // in the piece
    private long lastTaken;

    /** @param rest more may come of this; {@link BodyReader#ignore ignored} or {@link BodyReader#leave left} by the caller of {@link #begin} */
    private Delivery(HttpServletRequest request, BufferedResponse held, Optional<BodyReader> rest, FlowLimits limits)
            throws IOException {
        this.request = request;
        this.response = held.server();
        this.limits = limits;
        this.lastTaken = limits.clock().nanos();
        this.pieces = held.pieces();
        this.length = held.length(pieces);
        this.headOnly = request.getMethod().equals("HEAD") || isWithoutContent(response.getStatus());
        this.async = new AsyncRequest(request.startAsync(request, response), limits.clock(), this::over);
        this.out = response.getOutputStream();
        this.rest = rest;
        this.restIsOver = rest.isEmpty();
    }

    /** On the server's thread, which is let go. */
    static void begin(HttpServletRequest request, BufferedResponse held, FlowLimits limits) throws IOException {
        Optional<RequestReading> read = RequestReading.of(request);
        Optional<BodyReader> owing = Optional.empty();
        if (read.isPresent()) {
            owing = read.get().owing();
        } else if (BodyPresence.isOwed(request)) {
            owing = Optional.of(unread(request, limits));
        }
        Delivery delivery = new Delivery(request, held, owing.filter(any -> BodyPresence.isOwed(request)), limits);
        limits.ticker().add(delivery);
        delivery.start(read.isEmpty());
    }

    private void start(boolean isUnread) {
        rest.ifPresent(intake -> {
            if (isUnread) {
                intake.ignore(limits.linger(), this::restIsOver);
            } else {
                intake.leave(limits.linger(), this::restIsOver);
            }
        });
        out.setWriteListener(this);
    }

    private static boolean isWithoutContent(int status) {
        return status == HttpServletResponse.SC_NO_CONTENT || status == HttpServletResponse.SC_NOT_MODIFIED;
    }

    private void restIsOver() {
        synchronized (this) {
            restIsOver = true;
        }
        advance();
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            blocked = false;
            lastTaken = limits.clock().nanos();
        }
        advance();
    }

    @Override
    public void onError(Throwable failure) {
        synchronized (this) {
            closed = true;
        }
        async.leaveToServer();
    }

    private void advance() {
        boolean done;
        try {
            synchronized (this) {
                done = !closed && writeAll() && restIsOver;
                closed |= done;
            }
        } catch (IOException e) {
            onError(e);
            return;
        }
        if (done) {
            async.complete();
        }
    }

    /** @return whether the server has passed everything on */
    private boolean writeAll() throws IOException {
        if (!isReady()) {
            return false;
        }
        setHead();
        while (!headOnly && piece < pieces.size()) {
            if (!isReady()) {
                return false;
            }
            writeSome(pieces.get(piece));
        }
        if (!flushed) {
            if (!isReady()) {
                return false;
            }
            flushed = true;
            out.flush();
        }
        return isReady();
    }

    private void writeSome(byte[] from) throws IOException {
        int count = Math.min(PIECE, from.length - at);
        out.write(from, at, count);
        at += count;
        lastTaken = limits.clock().nanos();
        if (at == from.length) {
            piece++;
            at = 0;
        }
    }

    private void setHead() {
        if (headSet) {
            return;
        }
        headSet = true;
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
        rest.ifPresent(intake -> intake.onTick(now));
        boolean stalled;
        synchronized (this) {
            stalled = !closed
                    && blocked
                    && now - lastTaken > limits.timeouts().upload().toNanos();
            closed |= stalled;
        }
        if (stalled) {
            request.setAttribute(BROKEN, true);
            async.dispatch();
        }
    }

    private void over() {
        limits.ticker().remove(this);
        rest.ifPresent(BodyReader::close);
    }

    private static BodyReader unread(HttpServletRequest request, FlowLimits limits) throws IOException {
        CallerConnection caller = CallerConnection.of(request);
        ServletBodySource in = new ServletBodySource(
                request.getInputStream(), request.getContentLengthLong(), caller.finishesBodiesEarly());
        return new BodyReader(
                in, work -> caller.readers().execute(work), new Size(0), limits.memory(), limits.clock(), NOBODY);
    }

    /** The server says the same to the asynchronous request. */
    private static final BodyReader.Owner NOBODY = new BodyReader.Owner() {
        @Override
        public void arrived(WholeBody body) {
            body.close();
        }

        @Override
        public void notTaken(Refusal why) {}

        @Override
        public void callerGone(Throwable failure) {}
    };
}
