package org.corral.container;

import jakarta.servlet.ServletRequest;
import java.io.IOException;

/** A server of which nothing is known: it breaks the connection when the servlet throws, and tells when a write fails. */
final class UnknownServer implements Server {
    @Override
    public void breakOff(ServletRequest servers) throws IOException {
        throw new IOException("Ollama did not complete its answer");
    }
}
