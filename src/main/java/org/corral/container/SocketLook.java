package org.corral.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Looks at a caller's socket beside the server, which goes on to read from it. No byte is taken from the server. */
final class SocketLook {
    private SocketLook() {}

    /**
     * Does not block. A selector of its own says whether there is anything to read. If there is, and no byte, it is the end of
     * the connection, or its reset.
     *
     * @param socket in non-blocking mode
     */
    static Presence at(SocketChannel socket) {
        try (Selector selector = Selector.open()) {
            socket.register(selector, SelectionKey.OP_READ);
            if (selector.selectNow() == 0) {
                return Presence.THERE;
            }
            if (socket.socket().getInputStream().available() > 0) {
                // The next request, or TLS: what comes after it does not show.
                return Presence.UNTOLD;
            }
            // No byte can follow an end, so this read takes none.
            return socket.read(ByteBuffer.allocate(1)) < 0 ? Presence.HALF_CLOSED : Presence.THERE;
        } catch (IOException e) {
            return Presence.GONE;
        }
    }
}
