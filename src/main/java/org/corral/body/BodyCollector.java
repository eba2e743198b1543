package org.corral.body;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Size;

/** Keeps a body as a whole. A body that is too large, or finds no memory, is refused as soon as that is known. */
public final class BodyCollector implements BodySink {

    /** Wants the body. Either of the first two methods is called, once at the most; the last one may come instead or afterwards. */
    public interface Owner {
        void arrived(WholeBody body);

        void notTaken(Refusal why);

        void callerGone(Throwable failure);
    }

    private final Size most;
    private final WholeBody body;
    private final Owner owner;

    /** @param most of a body that is taken */
    public BodyCollector(Size most, MemoryBudget memory, Owner owner) {
        this.most = most;
        this.body = new WholeBody(memory);
        this.owner = owner;
    }

    @Override
    public Optional<Refusal> refusal(long length) {
        return length > most.bytes() ? Optional.of(tooLarge()) : Optional.empty();
    }

    private Refusal tooLarge() {
        return Refusal.of(413, "The request body is larger than " + most + ", the most that is taken here.");
    }

    @Override
    public ByteBuffer room(long left) throws RefusedException {
        if (left < 0 && isFull()) {
            // Any byte that comes now is too much, and needs no memory.
            return ByteBuffer.allocate(1);
        }
        ByteBuffer room = body.room(left < 0 ? most.bytes() - body.length() : left);
        if (!room.hasRemaining()) {
            throw new RefusedException(MemoryBudget.NONE_LEFT);
        }
        return room;
    }

    private boolean isFull() {
        return body.length() == most.bytes();
    }

    @Override
    public void filled(ByteBuffer room, int count) throws RefusedException {
        if (count > 0 && isFull()) {
            throw new RefusedException(tooLarge());
        }
        room.position(room.position() + count);
        body.added(count);
    }

    @Override
    public void complete() {
        body.complete();
        owner.arrived(body);
    }

    @Override
    public void refused(Refusal why) {
        owner.notTaken(why);
    }

    @Override
    public void callerGone(Throwable failure) {
        owner.callerGone(failure);
    }

    /** Gives the memory back, that of a complete body as well; what another thread sends at this moment stays whole. */
    @Override
    public void drop() {
        body.close();
    }
}
