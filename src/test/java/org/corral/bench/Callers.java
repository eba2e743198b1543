package org.corral.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;

/** Many connections of callers, all on the one thread that calls {@link #run}. */
final class Callers implements AutoCloseable {
    private static final int NEW_PER_SECOND = 2000;

    /** Who is at the other end. */
    abstract static class Caller implements AnswerParser.Taker {
        private final AnswerParser parser = new AnswerParser(this);
        private final SocketChannel channel;
        private final ByteBuffer request;
        private long askedAt;

        Caller(ByteBuffer request) throws IOException {
            this.channel = SocketChannel.open();
            this.request = request;
        }

        /** Asks; what does not fit into the socket at once is not a request that is meant here. */
        final void ask() {
            askedAt = System.nanoTime();
            try {
                request.rewind();
                channel.write(request);
                if (request.hasRemaining()) {
                    throw new IllegalStateException("the socket takes no request");
                }
            } catch (IOException e) {
                lose();
            }
        }

        /** By {@link System#nanoTime}. */
        final long askedAt() {
            return askedAt;
        }

        final void leave() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        final boolean isOpen() {
            return channel.isOpen();
        }

        private void lose() {
            cut();
            leave();
        }

        /** The server has closed, or did not open. */
        abstract void cut();
    }

    /** Makes a caller. */
    interface Arrival {
        Caller next() throws IOException;
    }

    private final InetSocketAddress server;
    private final int many;
    private final Arrival arrival;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    private int arrived;
    private boolean replacing;

    Callers(int port, int many, Arrival arrival) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.many = many;
        this.arrival = arrival;
    }

    /** From now on another one comes for each that leaves. */
    void replaceThoseWhoLeave() {
        replacing = true;
    }

    /**
     * Lets callers come, ask, and hear, until nobody is there any more or until it is time.
     *
     * @param end by {@link System#nanoTime}
     */
    void run(long end) throws IOException {
        long start = System.nanoTime();
        for (long now = start; now < end && (arrived < many || !selector.keys().isEmpty()); now = System.nanoTime()) {
            while (arrived < many && arrived < 50 + (now - start) * NEW_PER_SECOND / 1_000_000_000L) {
                come(arrival.next());
            }
            selector.select(10);
            for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                hear(keys.next());
                keys.remove();
            }
        }
    }

    /** How many are there and have not left. */
    int present() {
        return (int) selector.keys().stream().filter(SelectionKey::isValid).count();
    }

    private void come(Caller caller) throws IOException {
        arrived++;
        caller.channel.configureBlocking(false);
        caller.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = caller.channel.register(selector, SelectionKey.OP_CONNECT, caller);
        try {
            askOnce(key, caller, caller.channel.connect(server));
        } catch (IOException e) {
            caller.lose();
        }
    }

    private static void askOnce(SelectionKey key, Caller caller, boolean connected) {
        if (connected) {
            key.interestOps(SelectionKey.OP_READ);
            caller.ask();
        }
    }

    private void hear(SelectionKey key) {
        Caller caller = (Caller) key.attachment();
        try {
            if (key.isConnectable()) {
                askOnce(key, caller, caller.channel.finishConnect());
            } else if (caller.channel.read(buffer.clear()) < 0) {
                caller.lose();
            } else {
                caller.parser.read(buffer.flip());
            }
        } catch (IOException e) {
            caller.lose();
        }
        if (replacing && !caller.isOpen()) {
            arrived--;
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
