package org.corral.flow;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.corral.http.WholeResponse;
import org.jspecify.annotations.Nullable;

/**
 * A response that is written only when it is known as a whole. Its head goes to the server's own response, its body stays here.
 * Used by one thread at a time.
 */
public final class BufferedResponse extends HttpServletResponseWrapper {
    private final HttpServletResponse server;
    private final Body body = new Body();
    private @Nullable PrintWriter writer;
    private long length = -1; // as the servlet announces it; -1 if it does not
    private boolean direct; // something else writes the response

    BufferedResponse(HttpServletResponse server) {
        super(server);
        this.server = server;
    }

    /** The server's own response, for a servlet that writes as bytes come: nothing is kept from here on. */
    public static HttpServletResponse direct(HttpServletResponse response) {
        Optional<BufferedResponse> held = of(response);
        held.ifPresent(each -> each.direct = true);
        return held.map(each -> each.server).orElse(response);
    }

    /** The one that is, or is within, this response. */
    static Optional<BufferedResponse> of(ServletResponse response) {
        ServletResponse at = response;
        while (at instanceof ServletResponseWrapper wrapper) {
            if (at instanceof BufferedResponse held) {
                return Optional.of(held);
            }
            at = wrapper.getResponse();
        }
        return Optional.empty();
    }

    boolean isDirect() {
        return direct;
    }

    HttpServletResponse server() {
        return server;
    }

    /** All of the body, in pieces that nobody changes any more. */
    List<byte[]> pieces() {
        if (writer != null) {
            writer.flush();
        }
        return body.pieces();
    }

    /** The length of the body in bytes; the one that was announced where nothing was written. */
    long length(List<byte[]> pieces) {
        return pieces.isEmpty()
                ? length
                : pieces.stream().mapToLong(piece -> piece.length).sum();
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return body;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new PrintWriter(body, false, Charset.forName(getCharacterEncoding()));
        }
        return writer;
    }

    @Override
    public void setContentLength(int bytes) {
        length = bytes;
    }

    @Override
    public void setContentLengthLong(long bytes) {
        length = bytes;
    }

    @Override
    public void flushBuffer() {
        // The response is written when it is whole.
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        body.clear();
    }

    @Override
    public void reset() {
        super.reset();
        body.clear();
    }

    /** The server makes a response of its own, by its error page. */
    @Override
    public void sendError(int status) throws IOException {
        direct = true;
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String text) throws IOException {
        direct = true;
        super.sendError(status, text);
    }

    /** Does not call the server, which would end the response at once. The location may be relative (RFC 9110, 10.2.2). */
    @Override
    public void sendRedirect(String location) {
        resetBuffer();
        setStatus(HttpServletResponse.SC_FOUND);
        setHeader("Location", location);
    }

    private static final class Body extends ServletOutputStream implements WholeResponse {
        private final List<byte[]> whole = new ArrayList<>();
        private final ByteArrayOutputStream open = new ByteArrayOutputStream();

        @Override
        public void take(byte[] bytes) {
            close(open);
            whole.add(bytes);
        }

        private void close(ByteArrayOutputStream last) {
            if (last.size() > 0) {
                whole.add(last.toByteArray());
                last.reset();
            }
        }

        List<byte[]> pieces() {
            close(open);
            return List.copyOf(whole);
        }

        void clear() {
            whole.clear();
            open.reset();
        }

        @Override
        public void write(int b) {
            open.write(b);
        }

        @Override
        public void write(byte[] from, int at, int count) {
            open.write(from, at, count);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("ask for the server's own response first");
        }
    }
}
