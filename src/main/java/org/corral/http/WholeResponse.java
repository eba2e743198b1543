package org.corral.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes a whole answer that is in memory already, and writes it as fast as the caller reads, when nobody waits for that. */
public interface WholeResponse {

    /** @param bytes that nobody changes from here on */
    void take(byte[] bytes);

    /** Hands it over, or where nobody takes it so writes it, which blocks until it is written. */
    static void send(HttpServletResponse response, byte[] bytes) throws IOException {
        if (response.getOutputStream() instanceof WholeResponse whole) {
            whole.take(bytes);
        } else {
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }
}
