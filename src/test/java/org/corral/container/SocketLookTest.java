package org.corral.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketLookTest {
    private SocketChannel caller;
    private SocketChannel servers;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            caller = SocketChannel.open(listener.getLocalAddress());
            servers = listener.accept();
        }
        servers.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        caller.close();
        servers.close();
    }

    private Presence lookedAtUntil(Presence expected) {
        Presence seen = SocketLook.at(servers);
        while (seen != expected) {
            LockSupport.parkNanos(1_000_000);
            seen = SocketLook.at(servers);
        }
        return seen;
    }

    @Test
    void callerWhoWaitsIsThere() {
        assertThat(SocketLook.at(servers)).isEqualTo(Presence.THERE);
        assertThat(SocketLook.at(servers)).isEqualTo(Presence.THERE);
    }

    @Test
    void callerWhoSendsNoMoreIsHalfClosedHoweverOftenOneLooks() throws IOException {
        caller.shutdownOutput();
        lookedAtUntil(Presence.HALF_CLOSED);
        assertThat(SocketLook.at(servers)).isEqualTo(Presence.HALF_CLOSED);
        servers.write(ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer answer = ByteBuffer.allocate(2);
        assertThat(caller.read(answer)).isEqualTo(1);
    }

    @Test
    void callerWhoResetsIsGone() throws IOException {
        caller.setOption(StandardSocketOptions.SO_LINGER, 0);
        caller.close();
        lookedAtUntil(Presence.GONE);
    }

    @Test
    void socketThatTheServerHasClosedIsGone() throws IOException {
        servers.close();
        assertThat(SocketLook.at(servers)).isEqualTo(Presence.GONE);
    }

    /** The server finds the caller's next request where it was. */
    @Test
    void noByteIsTaken() throws IOException {
        byte[] next = "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
        caller.write(ByteBuffer.wrap(next));
        caller.shutdownOutput();
        ByteBuffer read = ByteBuffer.allocate(100);
        while (servers.read(read) == 0) {
            assertThat(SocketLook.at(servers)).isIn(Presence.THERE, Presence.UNTOLD);
        }
        assertThat(read.flip().remaining()).isEqualTo(next.length);
    }
}
