package org.corral.flow;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.corral.container.CallerConnection;
import org.corral.timing.MonotonicClock;
import org.jspecify.annotations.Nullable;

/** An asynchronous request, until it is given back to the server: exactly once, be it by the server itself. Thread-safe. */
final class AsyncRequest implements AsyncListener {
    private static final System.Logger LOG = System.getLogger(AsyncRequest.class.getName());

    /** How long a server may take to end a request on which it has met an error. It is quicker by far. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final AsyncContext async;
    private final CallerConnection caller;
    private final MonotonicClock clock;
    private final Runnable whenOver;

    private volatile boolean dispatched;
    private volatile boolean over;
    private volatile @Nullable Long leftAt; // to the server, by the clock

    /** @param whenOver called when the request is over, perhaps more than once; on any thread */
    AsyncRequest(AsyncContext async, MonotonicClock clock, Runnable whenOver) {
        this.async = async;
        this.caller = CallerConnection.of(async.getRequest());
        this.clock = clock;
        this.whenOver = whenOver;
        // What is waited for is timed by FlowLimits.
        async.setTimeout(0);
        async.addListener(this);
    }

    void complete() {
        if (end()) {
            giveBack();
        }
    }

    private void giveBack() {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.log(Level.TRACE, "the server has ended the request by itself");
        }
    }

    /**
     * The request goes through the filters and to its servlet once more, on a thread of the server.
     *
     * @return false if that is too late
     */
    boolean dispatch() {
        if (!end()) {
            return false;
        }
        dispatched = true;
        try {
            async.dispatch();
            return true;
        } catch (IllegalStateException e) {
            giveBack();
        } catch (UnsupportedOperationException e) {
            LOG.log(Level.TRACE, "Tomcat takes the application out of service: its connections are closed soon");
        }
        return false;
    }

    /** The server has met an error in reading or writing, and ends the request itself: on Tomcat nobody else may then. */
    void leaveToServer() {
        leftAt = clock.nanos();
    }

    /** To be called now and then, with the time of the clock: if the server does not end what was left to it, it is ended. */
    void onTick(long now) {
        Long since = leftAt;
        if (since != null && !over && now - since > GRACE.toNanos()) {
            complete();
        }
    }

    CallerConnection caller() {
        return caller;
    }

    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        if (first) {
            whenOver.run();
        }
        return first;
    }

    @Override
    public void onError(AsyncEvent event) {
        // After a dispatch it is the request's own story that goes on.
        if (!dispatched) {
            complete();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        onError(event);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
