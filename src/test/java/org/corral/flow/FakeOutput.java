package org.corral.flow;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.corral.http.FakeResponse;

/** The server's stream to a caller who takes as much as a test has them take. Insists on what the servlet API asks. */
final class FakeOutput extends ServletOutputStream {
    private final FakeResponse head = new FakeResponse();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<Integer> sizes = new ArrayList<>();
    private Optional<WriteListener> listener = Optional.empty();
    private int takes; // writes and flushes that are possible at once
    private boolean owesCall;
    private boolean fails;
    private boolean flushed;

    HttpServletResponse response() {
        return new HttpServletResponseWrapper(head.http()) {
            @Override
            public ServletOutputStream getOutputStream() {
                return FakeOutput.this;
            }

            @Override
            public void setTrailerFields(Supplier<Map<String, String>> fields) {
                setHeader("Trailers", "none");
            }
        };
    }

    FakeResponse head() {
        return head;
    }

    String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** Of all pieces that were written, in bytes. */
    List<Integer> sizes() {
        return sizes;
    }

    boolean isFlushed() {
        return flushed;
    }

    /** The caller takes so many pieces. */
    void take(int pieces) {
        takes += pieces;
        if (owesCall) {
            owesCall = false;
            try {
                listener.orElseThrow().onWritePossible();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void takeAll() {
        take(1_000_000);
    }

    /** From now on nothing can be written. */
    void breakOff() {
        fails = true;
    }

    @Override
    public boolean isReady() {
        owesCall |= takes == 0;
        return takes > 0;
    }

    @Override
    public void setWriteListener(WriteListener writer) {
        listener = Optional.of(writer);
        owesCall = true;
    }

    @Override
    public void write(byte[] from, int at, int count) throws IOException {
        use();
        written.write(from, at, count);
        sizes.add(count);
    }

    @Override
    public void flush() throws IOException {
        use();
        flushed = true;
    }

    private void use() throws IOException {
        if (fails) {
            throw new IOException("reset");
        }
        if (takes == 0) {
            throw new IllegalStateException("written to though it was not ready");
        }
        takes--;
    }

    @Override
    public void write(int b) {
        throw new UnsupportedOperationException("write one byte");
    }
}
