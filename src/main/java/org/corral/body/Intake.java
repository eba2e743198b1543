package org.corral.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.http.Refusal;
import org.corral.settings.Size;

/**
 * Reads a body as a whole without holding a thread. What is too large, or finds no memory, is read to its end all the same, for
 * some time and up to some size: who is still sending when the connection is closed gets a reset in place of the answer (RFC
 * 9112, 9.6).
 */
public final class Intake implements ReadListener {

    /** Whoever wants the body. Exactly one of the methods is called, once, on a server's thread. */
    public interface Owner {
        void arrived(WholeBody body);

        void notTaken(Refusal why);

        /** The caller is gone. */
        void callerGone(Throwable failure);
    }

    private static final long MOST_SWALLOWED = 64L << 20;
    private static final Duration SWALLOWING = Duration.ofSeconds(5);

    private final Inflow in;
    private final long announced;
    private final Size most;
    private final WholeBody body;
    private final Owner owner;

    // All below are guarded by this.
    private boolean over;
    private boolean waiting; // for the server to call onDataAvailable
    private Optional<Refusal> refusal = Optional.empty(); // what is read from here on is swallowed
    private byte[] swallowed = {};
    private long mayBeSwallowed = MOST_SWALLOWED;
    private long swallowingUntil; // by System.nanoTime()
    private long lastRead = System.nanoTime();

    /** @param announced the length that the caller has announced; -1 if he has not */
    public Intake(ServletInputStream in, long announced, Size most, Memory memory, Owner owner) {
        this.in = new Inflow(in, announced);
        this.announced = announced;
        this.most = most;
        this.body = new WholeBody(memory);
        this.owner = owner;
    }

    @Override
    public void onDataAvailable() {
        Runnable word;
        try {
            synchronized (this) {
                waiting = false;
                word = readAll();
            }
        } catch (IOException e) {
            onError(e);
            return;
        }
        word.run();
    }

    @Override
    public void onAllDataRead() {
        Runnable word;
        synchronized (this) {
            word = finish();
        }
        word.run();
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
                return finish();
            }
            if (!in.isReady()) {
                waiting = true;
                return () -> {};
            }
            int read = refusal.isPresent() ? swallow() : take();
            lastRead = System.nanoTime();
            if (read < 0 || mayBeSwallowed <= 0) {
                return finish();
            }
        }
        return () -> {};
    }

    private int take() throws IOException {
        if (announced > most.bytes()) {
            refuse(tooLarge());
            return 0;
        }
        if (announced < 0 && body.length() == most.bytes()) {
            // Whatever comes now is too much, and needs no memory to be told so.
            int read = in.read(new byte[1], 0, 1);
            if (read > 0) {
                refuse(tooLarge());
            }
            return read;
        }
        ByteBuffer room = body.room((announced < 0 ? most.bytes() : announced) - body.length());
        if (!room.hasRemaining()) {
            refuse(Memory.NONE_LEFT);
            return 0;
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

    private void refuse(Refusal why) {
        refusal = Optional.of(why);
        swallowed = new byte[8192];
        swallowingUntil = System.nanoTime() + SWALLOWING.toNanos();
        body.close();
    }

    private int swallow() throws IOException {
        int read = in.read(swallowed, 0, swallowed.length);
        mayBeSwallowed -= Math.max(0, read);
        return read;
    }

    private Runnable finish() {
        if (over) {
            return () -> {};
        }
        over = true;
        if (refusal.isEmpty()) {
            body.complete();
            return () -> owner.arrived(body);
        }
        // The rest may be there still, and then the connection can't be used again.
        Refusal why = refusal.get().with("Connection", "close");
        return () -> owner.notTaken(why);
    }

    /** To be called now and then: nothing is swallowed for ever. The clock is {@link System#nanoTime()}. */
    public void look(long now) {
        Runnable word = () -> {};
        synchronized (this) {
            if (refusal.isPresent() && now - swallowingUntil > 0) {
                word = finish();
            }
        }
        word.run();
    }

    /** Since when the caller owes bytes, by {@link System#nanoTime()}; empty if he owes none. */
    public synchronized OptionalLong owedSince() {
        return !over && waiting && refusal.isEmpty() ? OptionalLong.of(lastRead) : OptionalLong.empty();
    }

    /** Nothing is read from here on: the server may use the stream for another request. The body is given up with it. */
    public synchronized void close() {
        over = true;
        body.close();
    }
}
