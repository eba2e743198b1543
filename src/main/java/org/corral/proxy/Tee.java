package org.corral.proxy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;
import org.jspecify.annotations.Nullable;

/**
 * One body for several servers: a piece for all of them at once, and the next one when each has sent it. Thread-safe.
 *
 * <p>The lock of this object guards which piece is sent, and which branches have sent it. A connection that sends holds a lock of
 * its own when it takes this one; with this one held, those of the source may be taken.
 */
final class Tee {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final RequestBody source;
    private final List<Branch> branches = new CopyOnWriteArrayList<>();

    // Guarded by this.
    private ByteBuffer piece = NOTHING;

    Tee(RequestBody source) {
        this.source = source;
    }

    /** Adds a server that gets the body. All must be added before the first piece is sent. */
    Branch branch() {
        Branch branch = new Branch();
        branches.add(branch);
        return branch;
    }

    private boolean allHaveSent() {
        return branches.stream().allMatch(branch -> branch.hasSent);
    }

    private void goOn() {
        piece.position(piece.limit());
        piece = source.next();
        if (piece.hasRemaining()) {
            branches.forEach(branch -> branch.take(piece.duplicate()));
        }
    }

    /** The body on its way to one of the servers. */
    final class Branch implements RequestBody {
        private volatile @Nullable RequestControl to;

        // Both are guarded by the tee; the position of the view is its connection's to read and to move.
        private ByteBuffer view = NOTHING;
        private boolean hasSent = true;

        /** From now on this connection is told when there is more. */
        void goesOver(RequestControl connection) {
            to = connection;
        }

        private void take(ByteBuffer next) {
            view = next;
            hasSent = false;
            wake();
        }

        private void wake() {
            RequestControl connection = to;
            if (connection != null) {
                connection.bodyGrew();
            }
        }

        @Override
        public long length() {
            return source.length();
        }

        @Override
        public ByteBuffer next() {
            synchronized (Tee.this) {
                hasSent = !view.hasRemaining();
                if (allHaveSent()) {
                    goOn();
                }
                return view;
            }
        }

        @Override
        public boolean isComplete() {
            synchronized (Tee.this) {
                return hasSent && source.isComplete();
            }
        }

        /** The branch that sends a piece last asks for the next one. */
        @Override
        public boolean refill() {
            synchronized (Tee.this) {
                hasSent = !view.hasRemaining();
                if (!allHaveSent()) {
                    return false;
                }
            }
            return source.refill();
        }

        /** The others go on without this one, for which they may have waited. */
        void close() {
            branches.remove(this);
            branches.forEach(Branch::wake);
        }
    }
}
