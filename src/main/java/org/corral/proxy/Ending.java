package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.corral.container.CallerConnection;
import org.corral.container.Presence;
import org.corral.flow.ChunkedEnd;
import org.corral.http.Refusal;
import org.corral.http.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which an asynchronous request is given back to the server. {@link ProxyExchange} takes exactly one of them,
 * unless the server ends the request by itself, which it says to this listener.
 */
final class Ending implements AsyncListener {
    private static final System.Logger LOG = System.getLogger(Ending.class.getName());

    /** How long a server may take to end a request on which it has met an error. It is quicker by far. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final AsyncContext async;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Download download;
    private final CallerConnection caller;
    private final Runnable serverFailed;

    private volatile boolean over;
    private volatile boolean breakingOff;
    private volatile @Nullable Long leftAt; // to the server, by System.nanoTime()

    /** @param serverFailed called on a server's thread when the server can't go on with the request */
    Ending(AsyncContext async, Download download, Runnable serverFailed) {
        this.async = async;
        this.request = (HttpServletRequest) async.getRequest();
        this.response = (HttpServletResponse) async.getResponse();
        this.download = download;
        this.caller = CallerConnection.of(request);
        this.serverFailed = serverFailed;
        async.addListener(this);
    }

    /** All has been written, or nobody is there to be told. */
    void complete() {
        if (over) {
            return;
        }
        giveBack();
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.log(Level.TRACE, "the server has ended the request by itself");
        }
    }

    private void giveBack() {
        over = true;
        caller.leave();
    }

    /** Whether the caller is still there, as far as the server can tell. */
    Presence look() {
        return caller.look();
    }

    /** Nobody is there any more, though the server has not noticed. */
    void callerLeft() {
        download.close();
        caller.logThatCallerLeft(response);
        complete();
    }

    /** Nothing was written: says why instead. */
    void refuse(Refusal refusal) {
        try {
            download.lastWord(() -> Refusals.send(request, response, refusal));
            complete();
        } catch (IOException e) {
            abandon();
        } catch (IllegalStateException e) {
            // A heartbeat has come first.
            breakOff();
        }
    }

    /** The same to somebody who may be sending still. */
    void refuse(Refusal refusal, InboundBody inbound) {
        if (!inbound.isOwed()) {
            inbound.close();
            refuse(refusal);
            return;
        }
        try {
            download.lastWord(() -> {
                ChunkedEnd.endWith(response);
                Refusals.send(request, withoutLength(), refusal.with("Connection", "close"));
                flushIfReady();
            });
            inbound.leave(this::complete);
        } catch (IOException e) {
            inbound.close();
            abandon();
        } catch (IllegalStateException e) {
            inbound.close();
            breakOff();
        }
    }

    private HttpServletResponse withoutLength() {
        return new HttpServletResponseWrapper(response) {
            @Override
            public void setContentLength(int length) {
                // Its end is known by a chunk.
            }
        };
    }

    private void flushIfReady() throws IOException {
        if (response.getOutputStream().isReady()) {
            response.flushBuffer();
        }
    }

    /** Part of the answer is out: the server is made to close the connection, by {@link CallerConnection}. */
    void breakOff() {
        download.close();
        caller.leave();
        breakingOff = true;
        leftAt = System.nanoTime();
        try {
            async.dispatch();
        } catch (IllegalStateException e) {
            complete();
        } catch (UnsupportedOperationException e) {
            // Tomcat takes the application out of service: its connections are closed soon, if not by Tomcat by
            // isOver().
        }
    }

    /**
     * The server has met an error when it wrote to the caller, or read from him, and ends the request itself, on a thread
     * of its own: it says so by {@link #onError}. On Tomcat nobody else may then.
     */
    void abandon() {
        download.close();
        caller.logThatCallerLeft(response);
        leaveToServer();
    }

    /** The same, unless it is the caller's request that the server could not read. */
    void abandon(Throwable failure) {
        if (!CallerConnection.isMalformed(failure)) {
            abandon();
        } else if (caller.refusesMalformedBody()) {
            leaveToServer();
        } else {
            refuse(Failures.MALFORMED_BODY);
        }
    }

    private void leaveToServer() {
        download.close();
        caller.leave();
        leftAt = System.nanoTime();
    }

    /** Whether the request has been given back; if a server does not end what was left to it, it has been from now on. */
    boolean isOver(long now) {
        Long since = leftAt;
        if (since != null && !over && now - since > GRACE.toNanos()) {
            if (breakingOff) {
                caller.breakOffAtOnce();
            }
            complete();
        }
        return over;
    }

    @Override
    public void onError(AsyncEvent event) {
        // While it breaks off the error is the one that the servlet has thrown.
        if (!breakingOff) {
            serverFailed.run();
            download.close();
            complete();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        onError(event);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        giveBack();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
