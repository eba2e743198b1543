package org.corral.container;

import jakarta.servlet.ServletRequest;
import java.io.IOException;

/** A server of which nothing more is known than the servlet API: it breaks the connection when a servlet throws. */
final class UnknownServer implements Server {
    @Override
    public void breakOff(ServletRequest servers) throws IOException {
        throw new IOException("Ollama did not complete its answer");
    }
}
