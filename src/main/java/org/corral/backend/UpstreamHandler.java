package org.corral.backend;

import java.io.IOException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * One exchange with Ollama. Every method is called on the I/O thread of the connection, one at a time, and must not
 * block. Either {@link #streamEnd} or {@link #failed} is called.
 */
public interface UpstreamHandler extends AsyncClientExchangeHandler {

    /** Whatever had arrived from Ollama has been handed over: the moment to send it on, in one piece. */
    void inputDrained();

    /** Nothing, unless Ollama wants another protocol. */
    @Override
    default void consumeInformation(HttpResponse informational, HttpContext context) throws HttpException {
        if (informational.getCode() == 101) {
            // RFC 9110, 15.2.2: nobody asked for one.
            throw new ProtocolException("101 that was not asked for");
        }
    }

    /** Nothing: every end has released the connection, and by now another may be lent for a second try. */
    @Override
    default void releaseResources() {}

    @Override
    default void cancel() {
        failed(new IOException("cancelled"));
    }
}
