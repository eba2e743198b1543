package org.corral.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The body of a request that arrives when a test has it arrive. It insists on what the servlet API asks of those who read without
 * blocking, and calls them on the thread of the test.
 */
public final class FakeBody extends ServletInputStream {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private byte[] there = {};
    private boolean ended;
    private boolean owesCall; // isReady() was false
    private Optional<IOException> failure = Optional.empty();
    private Optional<ReadListener> listener = Optional.empty();

    /** A request with this body. */
    public HttpServletRequest request(FakeRequest head, long length) {
        return new HttpServletRequestWrapper(head.build()) {
            @Override
            public ServletInputStream getInputStream() {
                return FakeBody.this;
            }

            @Override
            public long getContentLengthLong() {
                return length;
            }
        };
    }

    /** More has come. */
    public void arrive(String text) {
        byte[] more = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[there.length + more.length];
        System.arraycopy(there, 0, all, 0, there.length);
        System.arraycopy(more, 0, all, there.length, more.length);
        there = all;
        call();
    }

    /** The last chunk has come. */
    public void end() {
        ended = true;
        call();
    }

    /** The next read fails. */
    public void breakOff(IOException why) {
        failure = Optional.of(why);
        call();
    }

    /** The server meets an error by itself. */
    public void fail(Throwable why) {
        listener.orElseThrow().onError(why);
    }

    private void call() {
        if (owesCall) {
            owesCall = false;
            try {
                listener.orElseThrow().onDataAvailable();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** All that was read so far. */
    public String taken() {
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the server was asked to call. */
    public boolean isListenedTo() {
        return listener.isPresent();
    }

    @Override
    public int available() {
        return there.length;
    }

    @Override
    public boolean isFinished() {
        return ended && there.length == 0;
    }

    @Override
    public boolean isReady() {
        if (there.length > 0 || ended || failure.isPresent()) {
            return true;
        }
        owesCall = true;
        return false;
    }

    @Override
    public void setReadListener(ReadListener reader) {
        if (listener.isPresent()) {
            throw new IllegalStateException("set twice");
        }
        listener = Optional.of(reader);
        owesCall = true;
        if (there.length > 0 || ended) {
            call();
        }
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (there.length == 0) {
            if (!ended) {
                throw new IllegalStateException("read though the stream was not ready");
            }
            return -1;
        }
        int count = Math.min(most, there.length);
        System.arraycopy(there, 0, into, from, count);
        read.write(there, 0, count);
        byte[] rest = new byte[there.length - count];
        System.arraycopy(there, count, rest, 0, rest.length);
        there = rest;
        return count;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("read one byte");
    }
}
