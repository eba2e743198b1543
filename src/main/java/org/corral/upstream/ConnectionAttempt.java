package org.corral.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempt to open a connection for a request that waits for it. Tries every address of the server in turn, on the thread of
 * the loop.
 */
final class ConnectionAttempt implements EventLoop.Owner {
    private final Connections home;
    private final EventLoop loop;
    private final ResponseListener listener;
    private final Deque<InetAddress> untried = new ArrayDeque<>();
    private volatile long begun; // with the addresses that are tried now
    private @Nullable SocketChannel socket;
    private @Nullable TlsTransport tls; // during the handshake
    private @Nullable Connection made;
    private boolean over;

    ConnectionAttempt(Connections home, EventLoop loop, ResponseListener listener) {
        this.home = home;
        this.loop = loop;
        this.listener = listener;
        this.begun = home.clock().nanos();
    }

    Endpoint endpoint() {
        return home.endpoint();
    }

    /** Any thread. */
    void start(List<InetAddress> addresses) {
        loop.execute(this, () -> {
            untried.addAll(addresses);
            tryNext(Failure.UNREACHABLE);
        });
    }

    private void tryNext(Failure soFar) {
        drop();
        InetAddress address = untried.poll();
        if (over || address == null) {
            fail(soFar);
            return;
        }
        try {
            SocketChannel next = Sockets.open();
            socket = next;
            SelectionKey key = next.register(loop.selector(), SelectionKey.OP_CONNECT, this);
            if (next.connect(new InetSocketAddress(address, endpoint().port()))) {
                ready(key);
            }
        } catch (IOException e) {
            tryNext(Failure.UNREACHABLE);
        }
    }

    @Override
    public void ready(SelectionKey key) {
        SocketChannel connecting = socket;
        if (over || connecting == null) {
            return;
        }
        try {
            if (tls == null && !connecting.finishConnect()) {
                return;
            }
        } catch (IOException e) {
            tryNext(Failure.UNREACHABLE);
            return;
        }
        if (!endpoint().tls()) {
            connected(connecting, key, new PlainTransport(connecting));
            return;
        }
        try {
            TlsTransport shaking = tls == null ? new TlsTransport(connecting, Tls.engine(endpoint())) : tls;
            tls = shaking;
            if (shaking.shakeHands()) {
                connected(connecting, key, shaking);
            } else {
                key.interestOps(SelectionKey.OP_READ | (shaking.hasOutput() ? SelectionKey.OP_WRITE : 0));
            }
        } catch (IOException e) {
            tryNext(Failure.TLS_REFUSED);
        }
    }

    private void connected(SocketChannel connected, SelectionKey key, Transport transport) {
        over();
        Connection connection = new Connection(loop, connected, key, transport, home);
        made = connection;
        key.attach(connection);
        key.interestOps(SelectionKey.OP_READ);
        home.opened(connection);
        if (!connection.carry(listener)) {
            // Corral is being stopped.
            listener.failed(Failure.UNREACHABLE);
        }
    }

    /** Any thread. */
    void onTick(long now) {
        long since = begun;
        if (now - since > home.limits().connect().toNanos()) {
            loop.execute(this, () -> giveUp(since));
        }
    }

    /** @param since when the attempt was begun whose time is over */
    private void giveUp(long since) {
        if (!over && begun == since) {
            begun = home.clock().nanos();
            tryNext(Failure.CONNECT_TIMED_OUT);
        }
    }

    private void fail(Failure failure) {
        if (!over) {
            over();
            listener.failed(failure);
        }
    }

    private void over() {
        over = true;
        home.ended(this);
    }

    private void drop() {
        if (socket != null) {
            Sockets.close(socket);
            socket = null;
            tls = null;
        }
    }

    @Override
    public void broken() {
        if (made != null) {
            made.broken();
            return;
        }
        drop();
        fail(Failure.UNREACHABLE);
    }
}
