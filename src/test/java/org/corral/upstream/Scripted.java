package org.corral.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on 127.0.0.1 that does with each connection what the test says, on a thread of its own. */
final class Scripted implements AutoCloseable {
    /** What is done with one connection; it is closed afterwards. */
    @FunctionalInterface
    interface Script {
        void play(Wire wire) throws IOException;
    }

    private static final System.Logger LOG = System.getLogger(Scripted.class.getName());

    private final ServerSocket listener;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();

    private Scripted(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    static Scripted start(Script script) throws IOException {
        Scripted server = new Scripted(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
        Thread thread = new Thread(server::accept, "scripted");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                Thread thread = new Thread(() -> serve(socket), "scripted-" + sockets.size());
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                LOG.log(Level.TRACE, "closed", e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.play(new Wire(socket, requests));
        } catch (IOException e) {
            LOG.log(Level.TRACE, "the other side has left", e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections there have been. */
    int connections() {
        return sockets.size();
    }

    /** How many heads have come. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection. */
    static final class Wire {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final AtomicInteger requests;

        Wire(Socket socket, AtomicInteger requests) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
            this.requests = requests;
        }

        /** The same, through what wraps the socket. */
        Wire through(Socket wrapper) throws IOException {
            return new Wire(wrapper, requests);
        }

        Socket socket() {
            return socket;
        }

        /** The next request's head; what follows it is left. */
        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    throw new EOFException();
                }
                head.append((char) b);
            }
            requests.incrementAndGet();
            return head.toString();
        }

        byte[] body(int length) throws IOException {
            return in.readNBytes(length);
        }

        void say(String bytes) throws IOException {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void say(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Leaves as a process that was killed. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Until the other side has closed. */
        void awaitEnd() throws IOException {
            while (in.read() >= 0) {}
        }
    }
}
