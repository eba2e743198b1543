package org.corral.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS, as the JDK has it. On the thread of the loop alone; what a handshake has to reckon is reckoned there, too. */
final class TlsTransport implements Transport {
    private static final System.Logger LOG = System.getLogger(TlsTransport.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel socket;
    private final SSLEngine engine;
    private final ByteBuffer arrived; // encrypted; to be written to
    private final ByteBuffer leaving; // encrypted; to be read from
    private final ByteBuffer clear; // decrypted; to be read from
    private boolean begun; // to shake hands

    TlsTransport(SocketChannel socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        this.arrived = ByteBuffer.allocate(packet);
        this.leaving = ByteBuffer.allocate(packet).flip();
        this.clear = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
    }

    /**
     * Goes on with the handshake, as far as it gets.
     *
     * @return whether it is over
     */
    boolean shakeHands() throws IOException {
        if (!begun) {
            // Before that it looks as if it were over.
            engine.beginHandshake();
            begun = true;
        }
        while (flush()) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> reckon();
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    int progress = unwrap();
                    if (progress < 0) {
                        throw new SSLException("TLS was refused");
                    }
                    if (progress == 0) {
                        return false;
                    }
                }
                default -> {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether something waits to be sent, so that the socket should tell when it takes more. */
    boolean hasOutput() {
        return leaving.hasRemaining();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (!clear.hasRemaining()) {
            int progress = unwrap();
            if (progress <= 0) {
                return progress;
            }
            answerHandshake();
        }
        int length = Math.min(clear.remaining(), into.remaining());
        into.put(clear.slice(clear.position(), length));
        clear.position(clear.position() + length);
        return length;
    }

    /** After the first handshake there may be others, of a few words: new keys, for instance (RFC 8446, 4.6). */
    private void answerHandshake() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            reckon();
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && flush()) {
                wrap(NOTHING);
            }
            if (!flush()) {
                return;
            }
        }
    }

    @Override
    public boolean write(ByteBuffer from) throws IOException {
        while (flush() && from.hasRemaining()) {
            wrap(from);
            if (!leaving.hasRemaining()) {
                throw new SSLException("the server wants to shake hands anew");
            }
        }
        return !from.hasRemaining() && !leaving.hasRemaining();
    }

    /** @return 0 if more must arrive first, -1 at the end, else something has happened */
    private int unwrap() throws IOException {
        while (true) {
            SSLEngineResult result = engine.unwrap(arrived.flip(), clear.clear());
            arrived.compact();
            clear.flip();
            switch (result.getStatus()) {
                case OK -> {
                    if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                        throw new SSLException("the server does not take what the handshake wants");
                    }
                    return 1;
                }
                case CLOSED -> {
                    return -1;
                }
                case BUFFER_OVERFLOW -> throw new SSLException("a record that is too large");
                case BUFFER_UNDERFLOW -> {
                    int read = socket.read(arrived);
                    if (read < 0) {
                        // Without a goodbye anybody may have cut it (RFC 8446, 6.1).
                        throw new EOFException("TLS was cut");
                    }
                    if (read == 0) {
                        return 0;
                    }
                }
            }
        }
    }

    private void wrap(ByteBuffer from) throws IOException {
        SSLEngineResult result = engine.wrap(from, leaving.clear());
        leaving.flip();
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException("TLS has ended");
        }
    }

    private boolean flush() throws IOException {
        if (leaving.hasRemaining()) {
            socket.write(leaving);
        }
        return !leaving.hasRemaining();
    }

    private void reckon() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public boolean isForAnyThread() {
        return false;
    }

    @Override
    public boolean mayKeepBytes() {
        return true;
    }

    @Override
    public void sayGoodbye() {
        try {
            engine.closeOutbound();
            if (flush()) {
                engine.wrap(NOTHING, leaving.clear());
                leaving.flip();
                flush();
            }
        } catch (IOException e) {
            LOG.log(Level.TRACE, "the connection has ended already");
        }
    }
}
