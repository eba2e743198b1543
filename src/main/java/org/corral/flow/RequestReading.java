package org.corral.flow;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.corral.body.BodyReader;
import org.corral.body.ServletBodySource;
import org.corral.body.WholeBody;
import org.corral.body.WorkingMemory;
import org.corral.container.CallerConnection;
import org.corral.http.JsonBody;
import org.corral.http.ReadBody;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Size;
import org.corral.timing.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to Corral's own API, on its way in. Once it is there, or is not taken, the request is dispatched to its
 * servlet again, which finds it as the {@link ReadBody}.
 */
public final class RequestReading implements ReadBody, BodyReader.Owner, Ticker.Listener {
    private static final Refusal TOO_SLOW = Refusal.of(
                    408, "The request body did not arrive in time: send it again, in one go.")
            .with("Connection", "close");
    private static final Refusal MALFORMED =
            Refusal.badRequest("The request body is malformed.").with("Connection", "close");

    private final FlowLimits limits;
    private final Size most;
    private final AsyncRequest async;
    private final BodyReader bodyReader;
    private final long begun;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable WholeBody body; // when it is there
    private volatile @Nullable Refusal refusal; // when it is not taken
    private @Nullable WorkingMemory scratch; // used by who handles the request

    private RequestReading(HttpServletRequest request, HttpServletResponse response, Size most, FlowLimits limits)
            throws IOException {
        this.limits = limits;
        this.begun = limits.clock().nanos();
        this.most = most;
        this.async = new AsyncRequest(request.startAsync(request, response), limits.clock(), this::over);
        CallerConnection caller = async.caller();
        ServletBodySource in = new ServletBodySource(
                request.getInputStream(), request.getContentLengthLong(), caller.finishesBodiesEarly());
        this.bodyReader = new BodyReader(in, caller.readers(), most, limits.callers(), limits.clock(), this);
    }

    /**
     * Has the body of this request read, unless it has none, or was read, or is not wanted for what the head says. Returns at once.
     *
     * @param most of the body
     * @return whether it will be read: then the request is to be left as it is
     */
    public static boolean begins(HttpServletRequest request, HttpServletResponse response, Size most, FlowLimits limits)
            throws IOException {
        if (ReadBody.of(request).isPresent()
                || !BodyPresence.body(request)
                || !JsonBody.isWanted(request, most.bytes())) {
            return false;
        }
        RequestReading reading = new RequestReading(request, response, most, limits);
        reading.giveTo(request);
        limits.ticker().add(reading);
        reading.async.caller().sayContinue();
        reading.bodyReader.begin();
        return true;
    }

    @Override
    public void arrived(WholeBody whole) {
        body = whole;
        if (!settled.compareAndSet(false, true) || !async.dispatch()) {
            close();
        }
    }

    @Override
    public void notTaken(Refusal why) {
        refuse(why.status() == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE ? JsonBody.tooLarge(most.bytes()) : why);
    }

    @Override
    public void callerGone(Throwable failure) {
        if (CallerConnection.isMalformed(failure) && !async.caller().refusesMalformedBody()) {
            refuse(MALFORMED);
        } else if (settled.compareAndSet(false, true)) {
            async.leaveToServer();
        }
    }

    @Override
    public void onTick(long now) {
        async.onTick(now);
        bodyReader.onTick(now);
        OptionalLong owed = bodyReader.owedSince();
        boolean stalled = owed.isPresent()
                && now - owed.getAsLong() > limits.timeouts().upload().toNanos();
        boolean tooSlow =
                owed.isPresent() && now - begun > limits.timeouts().body().toNanos();
        if (stalled || tooSlow) {
            refuse(TOO_SLOW);
        }
    }

    private void refuse(Refusal why) {
        if (settled.compareAndSet(false, true)) {
            refusal = why;
            bodyReader.close();
            async.dispatch();
        }
    }

    private void over() {
        limits.ticker().remove(this);
        if (body == null) {
            bodyReader.close();
        }
    }

    @Override
    public byte[] bytes() throws RefusedException {
        Refusal why = refusal;
        if (why != null) {
            throw new RefusedException(why);
        }
        WholeBody whole = body;
        return whole == null ? new byte[0] : whole.bytes();
    }

    @Override
    public void takes(long bytes) throws RefusedException {
        WholeBody whole = body;
        if (scratch == null && whole != null) {
            scratch = whole.scratch();
        }
        if (scratch != null) {
            scratch.takes(bytes);
        }
    }

    /** The reader, if more of the body may come; empty if all of it is there. */
    Optional<BodyReader> owing() {
        return body == null ? Optional.of(bodyReader) : Optional.empty();
    }

    /** The request has been handled: its memory is given back. */
    void close() {
        WholeBody whole = body;
        if (whole != null) {
            whole.close();
        }
        if (scratch != null) {
            scratch.close();
        }
    }

    /** That of this request; empty if there is none. */
    static Optional<RequestReading> of(HttpServletRequest request) {
        return ReadBody.of(request).filter(RequestReading.class::isInstance).map(RequestReading.class::cast);
    }
}
