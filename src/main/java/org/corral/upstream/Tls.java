package org.corral.upstream;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** TLS as the JVM is set up for it: with its trust store, and the name of the server checked (RFC 9110, 4.3.4). */
final class Tls {
    private Tls() {}

    static SSLEngine engine(Endpoint to) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine(to.host(), to.port());
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            return engine;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has a default context", e);
        }
    }
}
