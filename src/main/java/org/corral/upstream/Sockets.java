package org.corral.upstream;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Sockets as all connections have them. */
final class Sockets {
    private static final System.Logger LOG = System.getLogger(Sockets.class.getName());

    private Sockets() {}

    static SocketChannel open() throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.configureBlocking(false);
        // Each token is sent when it is there.
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        return socket;
    }

    static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.TRACE, "closed already");
        }
    }
}
