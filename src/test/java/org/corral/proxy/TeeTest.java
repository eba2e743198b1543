package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.corral.upstream.RequestBody;
import org.junit.jupiter.api.Test;

/** One body is read once, and each branch has all of it, whoever is how fast. */
class TeeTest {

    /** Two buffers by turns, of which one is filled when it is asked for: what is not sent yet would be overwritten. */
    private static final class Source implements RequestBody {
        private final byte[] all = new byte[100_000];
        private final Random random;
        private final byte[][] buffers = new byte[2][1000];
        private ByteBuffer ready = ByteBuffer.allocate(0);
        private ByteBuffer lent = ByteBuffer.allocate(0);
        private int at;
        private int turn;

        Source(Random random) {
            this.random = random;
            random.nextBytes(all);
        }

        @Override
        public long length() {
            return all.length;
        }

        @Override
        public ByteBuffer next() {
            if (!lent.hasRemaining()) {
                lent = ready;
                ready = ByteBuffer.allocate(0);
            }
            return lent;
        }

        @Override
        public boolean isComplete() {
            return at == all.length && !ready.hasRemaining();
        }

        @Override
        public boolean refill() {
            if (!ready.hasRemaining() && at < all.length) {
                int count = Math.min(1 + random.nextInt(1000), all.length - at);
                byte[] buffer = buffers[turn++ % 2];
                System.arraycopy(all, at, buffer, 0, count);
                at += count;
                ready = ByteBuffer.wrap(buffer, 0, count);
            }
            return ready.hasRemaining();
        }
    }

    private static final class Sender {
        private final Tee.Branch branch;
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

        Sender(Tee tee) {
            branch = tee.branch();
        }

        /** As a connection does that takes so much. */
        void send(int most) {
            ByteBuffer piece = branch.next();
            for (int i = 0; i < most && piece.hasRemaining(); i++) {
                sent.write(piece.get());
            }
            if (!piece.hasRemaining()) {
                branch.refill();
            }
        }

        boolean isComplete() {
            return !branch.next().hasRemaining() && branch.isComplete();
        }
    }

    @Test
    void eachHasAllOfIt() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Source source = new Source(random);
        List<Sender> senders = senders(source);
        while (!senders.stream().allMatch(Sender::isComplete)) {
            senders.get(random.nextInt(3)).send(random.nextInt(700));
        }
        assertThat(senders).as("seed " + seed).allSatisfy(sender -> assertThat(sender.sent.toByteArray())
                .isEqualTo(source.all));
    }

    @Test
    void theSlowestIsWaitedForUntilItLeaves() {
        Source source = new Source(new Random(1));
        List<Sender> senders = senders(source);
        senders.forEach(sender -> sender.send(0));
        for (int i = 0; i < 10; i++) {
            senders.get(0).send(1000);
            senders.get(1).send(1000);
        }
        int before = senders.get(0).sent.size();
        assertThat(before).isBetween(1, 1000).isEqualTo(senders.get(1).sent.size());
        senders.get(2).branch.close();
        while (!senders.get(0).isComplete() || !senders.get(1).isComplete()) {
            senders.get(0).send(1000);
            senders.get(1).send(1000);
        }
        assertThat(senders.get(0).sent.toByteArray()).isEqualTo(source.all);
        assertThat(senders.get(1).sent.toByteArray()).isEqualTo(source.all);
    }

    private static List<Sender> senders(Source source) {
        Tee tee = new Tee(source);
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            senders.add(new Sender(tee));
        }
        return senders;
    }
}
