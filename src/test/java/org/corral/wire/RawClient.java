package org.corral.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One connection to 127.0.0.1. It sends what it is given, byte for byte, and tells what comes and when. Each waiting
 * method takes the longest silence that it bears; longer is an {@link AssertionError}. Not for several threads, but one
 * may send while another reads.
 */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private boolean headOnly;
    private Optional<BodyReader> body = Optional.empty();

    private RawClient(Socket socket, int readBuffer) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), readBuffer);
    }

    public static RawClient connect(int port) throws IOException {
        return connect(port, 0);
    }

    /** With a small receive buffer the sender feels soon that this client does not read. 0: the system's own. */
    public static RawClient connect(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 5000);
            return new RawClient(socket, receiveBuffer > 0 ? Math.min(receiveBuffer, 8192) : 8192);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** One request on a connection of its own, and all of its answer. */
    public static RawAnswer exchange(int port, String request, Duration silence) throws IOException {
        try (RawClient client = connect(port)) {
            return client.send(request).readAll(silence);
        }
    }

    /** A request without body: {@code request("GET", "/ollama/", "Authorization: Bearer x")}. Host is 127.0.0.1. */
    public static String request(String method, String target, String... headerLines) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (String line : headerLines) {
            text.append(line).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** A POST of JSON with its Content-Length. */
    public static String post(String target, String json, String... headerLines) {
        List<String> lines = new ArrayList<>(List.of(headerLines));
        lines.add("Content-Type: application/json");
        lines.add("Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length);
        return request("POST", target, lines.toArray(String[]::new)) + json;
    }

    public RawClient send(String text) throws IOException {
        headOnly = text.startsWith("HEAD ");
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** One chunk of a chunked request body; an empty one is the last. */
    public RawClient sendChunk(byte[] bytes) throws IOException {
        send(String.format(Locale.ROOT, "%x\r\n", bytes.length).getBytes(StandardCharsets.US_ASCII));
        return send(bytes).send("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** The head of the final answer; 1xx ones are passed over. IOException if the connection ends before. */
    public RawHead readHead(Duration silence) throws IOException {
        RawHead head = readAnyHead(silence);
        while (head.status() < 200) {
            head = readAnyHead(silence);
        }
        boolean bodiless = headOnly || head.status() == 204 || head.status() == 304;
        body = Optional.of(BodyReader.of(in, head, bodiless));
        return head;
    }

    /** Also {@code 100 Continue}. */
    public RawHead readAnyHead(Duration silence) throws IOException {
        return patiently(silence, () -> {
            String statusLine = Lines.read(in);
            List<String> lines = new ArrayList<>();
            for (String line = Lines.read(in); !line.isEmpty(); line = Lines.read(in)) {
                lines.add(line);
            }
            if (!statusLine.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
                throw new ProtocolException("not a status line: " + statusLine);
            }
            return new RawHead(statusLine, lines);
        });
    }

    /** The next piece of the body after {@link #readHead}; empty at its end, which {@link #ending} tells. */
    public Optional<Piece> next(Duration silence) throws IOException {
        BodyReader reader = body.orElseThrow(() -> new IllegalStateException("read the head first"));
        return patiently(silence, reader::next);
    }

    /** Once {@link #next} has given empty. */
    public Ending ending() {
        return body.flatMap(BodyReader::ending).orElseThrow(() -> new IllegalStateException("not at the end"));
    }

    /** The rest of the body; nothing of it is kept but the count. */
    public long skipRest(Duration silence) throws IOException {
        long count = 0;
        for (Optional<Piece> piece = next(silence); piece.isPresent(); piece = next(silence)) {
            count += piece.get().bytes().length;
        }
        return count;
    }

    /** The rest of the body after {@link #readHead}, as UTF-8. */
    public String readRest(Duration silence) throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (Optional<Piece> piece = next(silence); piece.isPresent(); piece = next(silence)) {
            rest.writeBytes(piece.get().bytes());
        }
        return rest.toString(StandardCharsets.UTF_8);
    }

    /** Head and body; all is held in memory. */
    public RawAnswer readAll(Duration silence) throws IOException {
        RawHead head = readHead(silence);
        List<Piece> pieces = new ArrayList<>();
        for (Optional<Piece> piece = next(silence); piece.isPresent(); piece = next(silence)) {
            pieces.add(piece.get());
        }
        return new RawAnswer(head, pieces, ending());
    }

    /** True when the server closes (or resets) within this time, whatever it sends before. */
    public boolean closedByServer(Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            for (long left = within.toNanos(); left > 0; left = deadline - System.nanoTime()) {
                socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
                if (in.read() < 0) {
                    return true;
                }
            }
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** No more requests from here, but still reading. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Leaves with an RST, as a process that was killed. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> T patiently(Duration silence, Reading<T> reading) throws IOException {
        socket.setSoTimeout((int) Math.max(1, silence.toMillis()));
        try {
            return reading.read();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came for " + silence, e);
        }
    }

    /** Lines that end in LF or CRLF. */
    static final class Lines {
        private Lines() {}

        static String read(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("the server closed the connection after: " + line);
                }
                line.append((char) b);
            }
            int length = line.length();
            return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
        }
    }
}
