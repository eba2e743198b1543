package org.corral.flow;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletResponseWrapper;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.corral.container.CallerConnection;
import org.corral.timing.MonotonicClock;

/**
 * An asynchronous request, until it is given back to the server: exactly once, be it by the server itself. Thread-safe. Its monitor
 * guards what can change; it is held while {@code whenOver} runs, so that the server does not use the request again meanwhile.
 */
public final class AsyncRequest implements AsyncListener {
    private static final System.Logger LOG = System.getLogger(AsyncRequest.class.getName());

    /** How long a server may take to end a request that was left to it. It is quicker by far. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private enum State {
        /** It is ours. */
        OPEN,
        /** The server has met an error, and ends it by itself. */
        LEFT,
        /** It is dispatched, to have the server close the connection. */
        BREAKING_OFF,
        /** It has been given back. */
        OVER
    }

    private final AsyncContext async;
    private final CallerConnection caller;
    private final MonotonicClock clock;
    private final Runnable serverFailed;
    private final Runnable whenOver;

    // Both are guarded by this.
    private State state = State.OPEN;
    private long leftAt; // to the server, by the clock

    /** @param whenOver called once, when the request is over; on any thread; must not block */
    public AsyncRequest(AsyncContext async, MonotonicClock clock, Runnable whenOver) {
        this(async, clock, () -> {}, whenOver);
    }

    /**
     * @param serverFailed called on a server's thread when the server can't go on with the request, which is over afterwards; the
     *     request is still what it was
     * @param whenOver called once, when the request is over; on any thread; must not block
     */
    public AsyncRequest(AsyncContext async, MonotonicClock clock, Runnable serverFailed, Runnable whenOver) {
        this.async = async;
        this.caller = CallerConnection.of(async.getRequest());
        this.clock = clock;
        this.serverFailed = serverFailed;
        this.whenOver = whenOver;
        // Its owner has time-outs of its own: Ollama may think for as long as it likes.
        async.setTimeout(0);
        // GlassFish gives the response of each listener the status 200 before it calls the listener, also when a
        // dispatched request becomes asynchronous again. A response that is not HTTP's has no status.
        async.addListener(this, async.getRequest(), new ServletResponseWrapper(async.getResponse()));
        caller.begin();
    }

    /** All has been written, or nobody is there to be told. */
    public void complete() {
        if (end()) {
            giveBack();
        }
    }

    private void giveBack() {
        try {
            caller.enter(() -> caller.complete(async));
        } catch (IllegalStateException e) {
            LOG.log(Level.TRACE, "the server has ended the request by itself");
        }
    }

    /**
     * The request goes through the filters and to its servlet once more, on a thread of the server.
     *
     * @return false if that is too late
     */
    public boolean dispatch() {
        if (!end()) {
            return false;
        }
        try {
            caller.enter(async::dispatch);
            return true;
        } catch (IllegalStateException e) {
            giveBack();
        } catch (UnsupportedOperationException e) {
            LOG.log(Level.TRACE, "Tomcat takes the application out of service: its connections are closed soon");
        }
        return false;
    }

    /** Dispatches the request to its servlet, which has {@link CallerConnection#breakOff} close the connection. Then it is over. */
    public void breakOff() {
        leave(State.BREAKING_OFF);
        try {
            caller.enter(async::dispatch);
        } catch (IllegalStateException e) {
            complete();
        } catch (UnsupportedOperationException e) {
            // Tomcat takes the application out of service: its connections are closed soon, if not by Tomcat by
            // onTick().
            LOG.log(Level.TRACE, "the application is being stopped");
        }
    }

    /** The server has met an error in reading or writing, and ends the request itself: on Tomcat nobody else may then. */
    public void leaveToServer() {
        caller.hangUp();
        leave(State.LEFT);
    }

    private synchronized void leave(State left) {
        if (state != State.OVER) {
            state = left;
            leftAt = clock.nanos();
            caller.leave();
        }
    }

    /** To be called now and then, with the time of the clock: if the server does not end what was left to it, it is ended. */
    public void onTick(long now) {
        State at = overdue(now);
        if (at == State.BREAKING_OFF) {
            caller.breakOffAtOnce();
        }
        if (at != State.OPEN) {
            complete();
        }
    }

    private synchronized State overdue(long now) {
        boolean left = state == State.LEFT || state == State.BREAKING_OFF;
        return left && now - leftAt > GRACE.toNanos() ? state : State.OPEN;
    }

    public CallerConnection caller() {
        return caller;
    }

    private synchronized boolean end() {
        if (state == State.OVER) {
            return false;
        }
        state = State.OVER;
        caller.leave();
        whenOver.run();
        return true;
    }

    @Override
    public void onError(AsyncEvent event) {
        // While it breaks off the error is the one that the servlet has thrown; once it is over, it is another's.
        if (isOurs()) {
            serverFailed.run();
            caller.hangUp();
            complete();
        }
    }

    private synchronized boolean isOurs() {
        return state == State.OPEN || state == State.LEFT;
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
