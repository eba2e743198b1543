package org.corral.flow;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.corral.body.BodyCollector;
import org.corral.body.BodyReader;
import org.corral.body.WholeBody;
import org.corral.body.WorkingMemory;
import org.corral.http.JsonBody;
import org.corral.http.ReadBody;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Size;
import org.corral.timing.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to Corral's own API, on its way in. Once the body is there, or is not taken, the request is dispatched to
 * its servlet again, which finds it as the {@link ReadBody}.
 *
 * <p>The outcome is set once, by whichever thread comes first, and before the request is dispatched; nothing is locked. The
 * working memory belongs to the thread that handles the request.
 */
public final class RequestReading implements ReadBody, BodyCollector.Owner, Ticker.Listener {
    private static final Refusal TOO_SLOW = Refusal.of(
                    408, "The request body did not arrive in time: send it again, in one go.")
            .with("Connection", "close");
    private static final Refusal MALFORMED =
            Refusal.badRequest("The request body is malformed.").with("Connection", "close");

    /** The ways in which the reading ends. */
    private sealed interface Outcome {
        record Pending() implements Outcome {}

        record Arrived(WholeBody body) implements Outcome {}

        record Refused(Refusal why) implements Outcome {}

        /** The server ends the request. */
        record CallerGone() implements Outcome {}
    }

    private static final Outcome PENDING = new Outcome.Pending();

    private final FlowLimits limits;
    private final Size most;
    private final AsyncRequest async;
    private final BodyReader reader;
    private final long begun;
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(PENDING);
    private @Nullable WorkingMemory workingMemory;

    private RequestReading(HttpServletRequest request, HttpServletResponse response, Size most, FlowLimits limits)
            throws IOException {
        this.limits = limits;
        this.most = most;
        this.begun = limits.clock().nanos();
        this.async = new AsyncRequest(request.startAsync(request, response), limits.clock(), this::over);
        this.reader = BodyReader.of(
                request, limits.linger(), limits.clock(), new BodyCollector(most, limits.callers(), this));
    }

    /**
     * Begins to read the body of this request, unless it has none, or was read, or the head says that it is not wanted. Returns at once.
     *
     * @param most the largest body that is taken
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
        reading.reader.begin();
        return true;
    }

    @Override
    public void arrived(WholeBody body) {
        if (!settle(new Outcome.Arrived(body)) || !async.dispatch()) {
            body.close();
        }
    }

    @Override
    public void notTaken(Refusal why) {
        refuse(why.status() == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE ? JsonBody.tooLarge(most.bytes()) : why);
    }

    @Override
    public void callerGone(Throwable failure) {
        if (async.caller().isMalformed(failure) && !async.caller().refusesMalformedBody()) {
            refuse(MALFORMED);
        } else if (settle(new Outcome.CallerGone())) {
            async.leaveToServer();
        }
    }

    @Override
    public void onTick(long now) {
        async.onTick(now);
        reader.onTick(now);
        OptionalLong owed = reader.owedSince();
        boolean stalled = owed.isPresent()
                && now - owed.getAsLong() > limits.timeouts().upload().toNanos();
        boolean tooSlow =
                owed.isPresent() && now - begun > limits.timeouts().body().toNanos();
        if (stalled || tooSlow) {
            refuse(TOO_SLOW);
        }
    }

    private void refuse(Refusal why) {
        if (settle(new Outcome.Refused(why))) {
            reader.close();
            async.dispatch();
        }
    }

    private boolean settle(Outcome last) {
        return outcome.compareAndSet(PENDING, last);
    }

    private void over() {
        limits.ticker().remove(this);
        reader.close();
    }

    private Optional<WholeBody> body() {
        return outcome.get() instanceof Outcome.Arrived arrived ? Optional.of(arrived.body()) : Optional.empty();
    }

    @Override
    public byte[] bytes() throws RefusedException {
        if (outcome.get() instanceof Outcome.Refused refused) {
            throw new RefusedException(refused.why());
        }
        return body().map(WholeBody::bytes).orElse(new byte[0]);
    }

    @Override
    public void takes(long bytes) throws RefusedException {
        if (workingMemory == null) {
            workingMemory = body().map(WholeBody::workingMemory).orElse(null);
        }
        if (workingMemory != null) {
            workingMemory.takes(bytes);
        }
    }

    BodyReader reader() {
        return reader;
    }

    /** The request has been handled: its memory is given back. */
    void close() {
        body().ifPresent(WholeBody::close);
        if (workingMemory != null) {
            workingMemory.close();
        }
    }

    /** The reading of this request; empty if there is none. */
    static Optional<RequestReading> of(HttpServletRequest request) {
        return ReadBody.of(request).filter(RequestReading.class::isInstance).map(RequestReading.class::cast);
    }
}
