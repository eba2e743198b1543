package org.corral.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Without TLS. */
record PlainTransport(SocketChannel socket) implements Transport {

    @Override
    public int read(ByteBuffer into) throws IOException {
        return socket.read(into);
    }

    @Override
    public boolean write(ByteBuffer from) throws IOException {
        socket.write(from);
        return !from.hasRemaining();
    }

    @Override
    public boolean isForAnyThread() {
        return true;
    }

    @Override
    public boolean mayKeepBytes() {
        return false;
    }

    @Override
    public void sayGoodbye() {}
}
