package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.corral.http.Refusal;
import org.corral.http.Refusals;
import org.corral.http.RequestId;

/** The ways in which an asynchronous request is given back to the server. Exactly one is taken, by {@link ProxyExchange}. */
final class Ending {
    private static final System.Logger LOG = System.getLogger(Ending.class.getName());

    private final AsyncContext async;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Download download;

    Ending(AsyncContext async, Download download) {
        this.async = async;
        this.request = (HttpServletRequest) async.getRequest();
        this.response = (HttpServletResponse) async.getResponse();
        this.download = download;
    }

    /** All has been written. */
    void complete() {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            // The server has ended the request by itself: the caller left in the same moment.
            LOG.log(Level.DEBUG, "already over [" + RequestId.of(request) + "]");
        }
    }

    /** Nothing was written: says why instead. */
    void refuse(Refusal refusal) {
        try {
            download.lastWord(() -> Refusals.send(request, response, refusal));
            complete();
        } catch (IOException e) {
            callerGone();
        }
    }

    /** Part of the answer is out: the server is made to close the connection. */
    void breakOff(String reason) {
        download.close();
        BrokenAnswerException.leave(request, reason + " [" + RequestId.of(request) + "]");
        try {
            async.dispatch();
        } catch (IllegalStateException e) {
            complete();
        }
    }

    /** Nobody is there to be told. */
    void callerGone() {
        download.close();
        complete();
    }
}
