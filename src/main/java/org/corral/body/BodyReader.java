package org.corral.body;

import jakarta.servlet.ReadListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.LingerSettings;
import org.corral.settings.Size;
import org.corral.timing.MonotonicClock;

/** Reads a body as a whole without holding a thread. What is too large, or finds no memory, is refused as soon as that is known. */
public final class BodyReader implements ReadListener {

    /** Whoever wants the body. Exactly one of the methods is called, once, on a server's thread. */
    public interface Owner {
        void arrived(WholeBody body);

        void notTaken(Refusal why);

        /** The caller is gone. */
        void callerGone(Throwable failure);
    }

    private final ServletBodySource in;
    private final Size most;
    private final WholeBody body;
    private final MonotonicClock clock;
    private final Owner owner;
    private final SerialExecutor reader;

    private volatile boolean waiting; // for the server to call onDataAvailable
    private volatile Optional<LingeringRead> leftover = Optional.empty(); // when nothing is wanted any more
    private volatile long lastRead;
    private final AtomicBoolean over = new AtomicBoolean(); // nothing is taken any more; who sets it has the last word

    /** @param threads on which it may be read */
    public BodyReader(
            ServletBodySource in, Executor threads, Size most, MemoryBudget memory, MonotonicClock clock, Owner owner) {
        this.in = in;
        this.reader = new SerialExecutor(threads, () -> {});
        this.most = most;
        this.body = new WholeBody(memory);
        this.clock = clock;
        this.lastRead = clock.nanos();
        this.owner = owner;
    }

    /** Whether it is not more than is taken, as far as the caller has announced it. */
    public boolean isAcceptable() {
        return in.length() <= most.bytes();
    }

    /** On the server's thread. What is not acceptable is refused before anything of it is read. */
    public void begin() {
        if (!isAcceptable()) {
            refuse(tooLarge());
        }
        in.callOn(this);
    }

    @Override
    public void onDataAvailable() {
        reader.run(() -> {
            waiting = false;
            read();
        });
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

    private void read() {
        Optional<LingeringRead> rest = leftover;
        if (rest.isPresent()) {
            rest.get().read();
            return;
        }
        try {
            if (readAll() && ends()) {
                body.complete();
                owner.arrived(body);
            }
        } catch (RefusedException e) {
            refuse(e.refusal());
        } catch (IOException e) {
            onError(e);
        } catch (RuntimeException | Error e) {
            // Nobody else would end the request.
            onError(e);
            throw e;
        }
    }

    /** @return whether that was the end of it; else the server will call, or nothing more is wanted */
    private boolean readAll() throws IOException, RefusedException {
        while (!over.get()) {
            if (in.isAtEnd()) {
                return true;
            }
            // The server may call before it has said that it will.
            waiting = true;
            if (!in.isReady()) {
                return false;
            }
            waiting = false;
            if (take() < 0) {
                return true;
            }
            lastRead = clock.nanos();
        }
        return false;
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
            throw new RefusedException(MemoryBudget.NONE_LEFT);
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
        if (ends()) {
            body.close();
            owner.notTaken(why);
        }
    }

    private boolean ends() {
        return over.compareAndSet(false, true);
    }

    /** Since when the caller owes bytes, by the clock of this reader; empty if they owe none. */
    public OptionalLong owedSince() {
        return !over.get() && waiting ? OptionalLong.of(lastRead) : OptionalLong.empty();
    }

    /** Nothing is taken from here on: the server may use the stream for another request. The body is given up with it. */
    public void close() {
        over.set(true);
        body.close();
    }

    /**
     * In place of {@link #close}, when the caller has been told why nothing of it is wanted: what he is still sending is read
     * for a while.
     *
     * @param linger how much of it is read
     * @param then what is done, once, when the connection may be closed
     */
    public void leave(LingerSettings linger, Runnable then) {
        close();
        leftover = Optional.of(new LingeringRead(in, linger, clock, then));
        // Whoever reads may be about to hear that there is something: then nobody else will call.
        if (reader.isBusy() || !waiting) {
            reader.run(this::read);
        }
    }

    /** In place of {@link #begin}, where nothing of it is wanted, and that has been said or is about to be: as {@link #leave}. */
    public void ignore(LingerSettings linger, Runnable then) {
        in.callOn(this);
        leave(linger, then);
    }

    /** To be called now and then, with the time of the clock: nothing is read for ever. */
    public void onTick(long now) {
        if (leftover.filter(rest -> rest.isOverdue(now)).isPresent()) {
            reader.run(this::read);
        }
    }
}
