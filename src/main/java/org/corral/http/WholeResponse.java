package org.corral.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes an answer that is complete in memory, and writes it as fast as the caller reads, without holding a thread. */
public interface WholeResponse {

    /** @param bytes that must not be changed afterwards */
    void take(byte[] bytes);

    /** Hands the answer over if the response supports it; else writes it, which blocks. */
    static void send(HttpServletResponse response, byte[] bytes) throws IOException {
        if (response.getOutputStream() instanceof WholeResponse whole) {
            whole.take(bytes);
        } else {
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }
}
