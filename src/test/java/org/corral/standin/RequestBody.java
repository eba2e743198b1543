package org.corral.standin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads one request body, by Content-Length or chunked (RFC 9112, sections 6 and 7), in flat memory. */
final class RequestBody {
    private static final int PIECE = 64 * 1024;

    private final Wire wire;
    private final Recorded recorded;
    private final boolean chunked;
    private final long length;
    private final boolean expectsContinue;
    private long bytesPerSecond = Long.MAX_VALUE;
    private boolean read;

    RequestBody(Wire wire, RequestHead head, Recorded recorded) throws BadRequest {
        this.wire = wire;
        this.recorded = recorded;
        this.chunked = head.header("Transfer-Encoding").isPresent();
        this.expectsContinue = head.has("Expect", "100-continue");
        if (chunked && !head.has("Transfer-Encoding", "chunked")) {
            throw new BadRequest("transfer encoding");
        }
        long lengths =
                head.headers().stream().filter(h -> h.is("Content-Length")).count();
        // A sender that gives both, or one twice, invites request smuggling: better that a test sees it at once.
        if (lengths > 1 || (chunked && lengths > 0)) {
            throw new BadRequest("two body lengths");
        }
        this.length = parse(head.header("Content-Length").orElse("0"), 10);
        if (!chunked && length == 0) {
            read = true;
            recorded.bodyEnded();
        }
    }

    void rate(long bytes) throws IOException {
        bytesPerSecond = bytes;
        wire.smallReceiveBuffer();
    }

    boolean isRead() {
        return read;
    }

    void readAll() throws IOException {
        if (read) {
            return;
        }
        if (expectsContinue) {
            wire.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (chunked) {
            readChunks();
        } else {
            take(length);
        }
        read = true;
        recorded.bodyEnded();
    }

    private void readChunks() throws IOException {
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            take(size);
            if (!wire.readLine().isEmpty()) {
                throw new BadRequest("end of chunk");
            }
        }
        while (!wire.readLine().isEmpty()) {
            // trailers, which nobody here wants
        }
    }

    private long chunkSize() throws IOException {
        return parse(wire.readLine().split(";", 2)[0].strip(), 16);
    }

    private void take(long count) throws IOException {
        byte[] piece = new byte[(int) Math.max(1, Math.min(PIECE, bytesPerSecond / 20))];
        long start = System.nanoTime();
        for (long done = 0; done < count; ) {
            int n = wire.read(piece, (int) Math.min(piece.length, count - done));
            recorded.bodyBytes(piece, n);
            done += n;
            if (bytesPerSecond != Long.MAX_VALUE) {
                sleep(start + (long) (1e9 * done / bytesPerSecond) - System.nanoTime());
            }
        }
    }

    // Not Wire.pause: that would read on, and the point is not to.
    private static void sleep(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, nanos)).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long parse(String number, int radix) throws BadRequest {
        try {
            long value = Long.parseUnsignedLong(number, radix);
            if (value >= 0 && !number.startsWith("+")) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new BadRequest("body length");
    }
}
