package org.corral.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Between a client and Corral: passes every byte, and counts the heartbeats on their way to the client, of which a client
 * says nothing. Two threads for each connection.
 */
final class Tap implements AutoCloseable {
    /** A line with nothing in it, or a comment. */
    private static final Pattern BEAT = Pattern.compile("\"(content|response)\":\"\"}?,\"done\":false|:\n\n");

    private final ServerSocket listener;
    private final int target;
    private final StringBuilder heard = new StringBuilder();

    private Tap(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** @param target a port of this machine */
    static Tap to(int target) throws IOException {
        Tap tap = new Tap(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        daemon(tap::accept);
        return tap;
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    synchronized void forget() {
        heard.setLength(0);
    }

    /** Waits until so many heartbeats have passed since {@link #forget}. */
    synchronized void awaitBeats(int count, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (BEAT.matcher(heard).results().count() < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not " + count + " heartbeats within " + atMost + ", but: " + heard);
            }
            wait(left);
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            daemon(() -> pass(client, server, false));
            daemon(() -> pass(server, client, true));
        }
    }

    /** Until either side ends; then both are ended. */
    private void pass(Socket from, Socket to, boolean answer) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                if (answer) {
                    listen(new String(buffer, 0, n, ISO_8859_1));
                }
            }
        }
    }

    private synchronized void listen(String text) {
        heard.append(text);
        notifyAll();
    }

    /** What a thread does until the sockets are closed under it. */
    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // Closed by one of the two, or by the test.
                        System.getLogger(Tap.class.getName()).log(System.Logger.Level.TRACE, "over", e);
                    }
                },
                "tap");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
