package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.corral.container.CallerConnection;
import org.corral.container.ChunkedEnd;
import org.corral.container.Presence;
import org.corral.flow.AsyncRequest;
import org.corral.http.Refusal;
import org.corral.http.Refusals;
import org.corral.timing.MonotonicClock;

/**
 * The ways in which the caller is left: with a complete answer, a refusal, or an answer that is broken off. An exchange takes exactly
 * one of them, unless the server ends the request by itself.
 */
final class Ending {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Download download;
    private final AsyncRequest async;
    private final CallerConnection caller;

    /**
     * @param serverFailed called on a server's thread when the server can't go on with the request
     * @param whenOver called once, when the request has been given back to the server; must not block
     */
    Ending(AsyncContext context, Download download, MonotonicClock clock, Runnable serverFailed, Runnable whenOver) {
        this.request = (HttpServletRequest) context.getRequest();
        this.response = (HttpServletResponse) context.getResponse();
        this.download = download;
        Refusals.prepare(request);
        this.async = new AsyncRequest(
                context,
                clock,
                () -> {
                    serverFailed.run();
                    download.close();
                },
                whenOver);
        this.caller = async.caller();
    }

    /** All has been written, or nobody is there to be told. */
    void complete() {
        async.complete();
    }

    /** Whether the caller is still there, as far as the server can tell. */
    Presence look() {
        return caller.look();
    }

    /** The caller has left, though the server has not noticed. */
    void callerLeft() {
        download.close();
        caller.logThatCallerLeft(response);
        caller.hangUp();
        async.complete();
    }

    /** Answers with the refusal; breaks off if an answer has begun meanwhile. */
    void refuse(Refusal refusal) {
        try {
            download.lastWord(() -> Refusals.send(request, response, refusal));
            complete();
        } catch (IOException e) {
            abandon();
        } catch (IllegalStateException e) {
            // A heartbeat, or the response, has come first.
            breakOff();
        } catch (RuntimeException e) {
            // The server's own; nobody else would end the request.
            breakOff();
            throw e;
        }
    }

    /** As {@link #refuse(Refusal)}, to a caller who may still be sending. */
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
        } catch (RuntimeException e) {
            inbound.close();
            breakOff();
            throw e;
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
        async.breakOff();
    }

    /**
     * The server has met an error when it wrote to the caller, or read from them, and ends the request itself, on a thread of its
     * own. On Tomcat nobody else may then.
     */
    void abandon() {
        download.close();
        caller.logThatCallerLeft(response);
        async.leaveToServer();
    }

    /** As {@link #abandon()}, unless it is the caller's request that the server could not read. */
    void abandon(Throwable failure) {
        if (!caller.isMalformed(failure)) {
            abandon();
        } else if (caller.refusesMalformedBody()) {
            download.close();
            async.leaveToServer();
        } else {
            refuse(Failures.MALFORMED_BODY);
        }
    }

    /** To be called now and then, with the time of the clock. */
    void onTick(long now) {
        async.onTick(now);
    }
}
