package org.corral.backend;

import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;

/**
 * One exchange with Ollama. Every method is called on the I/O thread of the connection, one at a time, and must not
 * block. Either {@link #streamEnd} or {@link #failed} is called, and {@link #releaseResources} last of all.
 */
public interface UpstreamHandler extends AsyncClientExchangeHandler {

    /** Whatever had arrived from Ollama has been handed over: the moment to send it on, in one piece. */
    void inputDrained();
}
