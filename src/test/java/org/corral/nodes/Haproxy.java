package org.corral.nodes;

import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.corral.server.FreePorts;

/** HAProxy with the file of {@code server-config/haproxy}, as it is, in front of three nodes. */
final class Haproxy implements AutoCloseable {
    private static final Path CONFIG = Path.of("server-config/haproxy/haproxy.cfg");
    private static final int SESSIONS = 4;
    private static final int STATUS = 17;

    private final Path folder;
    private final Process process;
    private final int port;

    private Haproxy(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    static Haproxy start(List<Integer> nodes) throws IOException {
        Path folder = Files.createTempDirectory("corral-haproxy");
        int port = FreePorts.any();
        Path program = WithNodes.AreThere.haproxy().orElseThrow();
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-db", "-f", CONFIG.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("CORRAL_BIND", "127.0.0.1:" + port);
        builder.environment().put("HAPROXY_SOCKET", folder.resolve("socket").toString());
        for (int i = 0; i < nodes.size(); i++) {
            builder.environment().put("CORRAL_NODE_" + (i + 1), "127.0.0.1:" + nodes.get(i));
        }
        Haproxy haproxy = new Haproxy(folder, builder.start(), port);
        try {
            haproxy.awaitStart();
            return haproxy;
        } catch (IOException | RuntimeException | Error e) {
            haproxy.close();
            throw e;
        }
    }

    private void awaitStart() throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("HAProxy did not come up:\n" + log());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** From now on the node, counted from 1, gets no new requests; returns when those that it had have ended. */
    void drain(int node) throws IOException {
        command("set server corral/node" + node + " state drain");
        await(node, "no requests", fields -> fields[SESSIONS].equals("0"));
    }

    /** The node, counted from 1, gets requests again. */
    void resume(int node) throws IOException {
        command("set server corral/node" + node + " state ready");
        awaitUp(node);
    }

    void awaitUp(int node) throws IOException {
        await(node, "up", fields -> fields[STATUS].equals("UP"));
    }

    void awaitDown(int node) throws IOException {
        await(node, "down", fields -> fields[STATUS].startsWith("DOWN"));
    }

    private interface Line {
        boolean is(String[] fields);
    }

    private void await(int node, String what, Line line) throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!line.is(fields(node))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("node " + node + " is not " + what + ":\n" + log());
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** The line of a node in HAProxy's own table, by columns: 4 is how many requests it has, 17 its status. */
    private String[] fields(int node) throws IOException {
        return command("show stat")
                .lines()
                .filter(line -> line.startsWith("corral,node" + node + ","))
                .map(line -> line.split(",", -1))
                .findFirst()
                .orElseThrow();
    }

    private String command(String text) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve("socket")));
            channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        for (String file : List.of("log", "socket")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
    }
}
