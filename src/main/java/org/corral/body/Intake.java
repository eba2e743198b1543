package org.corral.body;

import jakarta.servlet.ReadListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Size;

/**
 * Reads a body as a whole without holding a thread: on the server's threads alone, which may hold a lock here while they do. What
 * is too large, or finds no memory, is refused as soon as that is known.
 */
public final class Intake implements ReadListener {

    /** Whoever wants the body. Exactly one of the methods is called, once, on a server's thread. */
    public interface Owner {
        void arrived(WholeBody body);

        void notTaken(Refusal why);

        /** The caller is gone. */
        void callerGone(Throwable failure);
    }

    private final Inflow in;
    private final Size most;
    private final WholeBody body;
    private final Owner owner;
    private final OneAtATime swallowing = new OneAtATime();

    // All below are guarded by this.
    private boolean over; // nothing is taken any more
    private boolean waiting; // for the server to call onDataAvailable
    private Optional<Leftover> leftover = Optional.empty(); // when nothing is wanted any more
    private long lastRead = System.nanoTime();

    public Intake(Inflow in, Size most, Memory memory, Owner owner) {
        this.in = in;
        this.most = most;
        this.body = new WholeBody(memory);
        this.owner = owner;
    }

    /** Whether it is not more than is taken, as far as the caller has announced it. */
    public boolean isAcceptable() {
        return in.length() <= most.bytes();
    }

    /** On the server's thread. What is not acceptable is refused before anything of it is read. */
    public void begin() {
        if (!isAcceptable()) {
            refuse(tooLarge()).run();
        }
        in.callOn(this);
    }

    @Override
    public void onDataAvailable() {
        Runnable word;
        try {
            synchronized (this) {
                waiting = false;
                word = leftover.isPresent() ? this::swallow : readAll();
            }
        } catch (IOException e) {
            onError(e);
            return;
        }
        word.run();
    }

    /** Payara says so when all has arrived, read or not. */
    @Override
    public void onAllDataRead() {
        onDataAvailable();
    }

    @Override
    public void onError(Throwable failure) {
        close();
        owner.callerGone(failure);
    }

    /** @return what is to be told, outside of the lock */
    private Runnable readAll() throws IOException {
        while (!over) {
            if (in.isAtEnd()) {
                return arrive();
            }
            if (!in.isReady()) {
                waiting = true;
                return () -> {};
            }
            try {
                int read = take();
                lastRead = System.nanoTime();
                if (read < 0) {
                    return arrive();
                }
            } catch (RefusedException e) {
                return refuse(e.refusal());
            }
        }
        return () -> {};
    }

    private int take() throws IOException, RefusedException {
        if (in.length() < 0 && body.length() == most.bytes()) {
            // Whatever comes now is too much, and needs no memory to be told so.
            int read = in.read(new byte[1], 0, 1);
            if (read > 0) {
                throw new RefusedException(tooLarge());
            }
            return read;
        }
        ByteBuffer room = body.room((in.length() < 0 ? most.bytes() : in.length()) - body.length());
        if (!room.hasRemaining()) {
            throw new RefusedException(Memory.NONE_LEFT);
        }
        int read = in.read(room.array(), room.arrayOffset() + room.position(), room.remaining());
        if (read > 0) {
            room.position(room.position() + read);
            body.added(read);
        }
        return read;
    }

    private Refusal tooLarge() {
        return Refusal.of(413, "The request body is larger than " + most + ", the most that is taken here.");
    }

    private Runnable arrive() {
        if (over) {
            return () -> {};
        }
        over = true;
        body.complete();
        return () -> owner.arrived(body);
    }

    private synchronized Runnable refuse(Refusal why) {
        close();
        return () -> owner.notTaken(why);
    }

    /** Since when the caller owes bytes, by {@link System#nanoTime()}; empty if he owes none. */
    public synchronized OptionalLong owedSince() {
        return !over && waiting ? OptionalLong.of(lastRead) : OptionalLong.empty();
    }

    /** Nothing is taken from here on: the server may use the stream for another request. The body is given up with it. */
    public synchronized void close() {
        over = true;
        body.close();
    }

    /**
     * In place of {@link #close}, when the caller has been told why nothing of it is wanted: what he is still sending is read
     * for a while.
     *
     * @param then what is done, once, when the connection may be closed
     */
    public void leave(Runnable then) {
        boolean serverWillCall;
        synchronized (this) {
            close();
            leftover = Optional.of(Leftover.of(in, true, then));
            serverWillCall = waiting;
        }
        if (!serverWillCall) {
            swallow();
        }
    }

    /** To be called now and then, with {@link System#nanoTime()}: nothing is read for ever. */
    public void look(long now) {
        if (leftover().filter(rest -> rest.isOverdue(now)).isPresent()) {
            swallow();
        }
    }

    private void swallow() {
        leftover().ifPresent(rest -> swallowing.run(rest::read));
    }

    private synchronized Optional<Leftover> leftover() {
        return leftover;
    }
}
