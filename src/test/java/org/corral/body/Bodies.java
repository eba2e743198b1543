package org.corral.body;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** Bodies as they arrive, and what is sent of them. */
final class Bodies {
    static final BodyReduction UNCUT = new BodyReduction(Set.of(), Duration.ofDays(1));

    private Bodies() {}

    static WholeBody of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8), 1 << 16);
    }

    /** In pieces of this many bytes. */
    static WholeBody of(byte[] bytes, int piece) {
        return of(bytes, piece, new MemoryBudget(Long.MAX_VALUE));
    }

    static WholeBody of(byte[] bytes, int piece, MemoryBudget memory) {
        WholeBody body = new WholeBody(memory);
        for (int at = 0; at < bytes.length; ) {
            ByteBuffer room = body.room(piece);
            int length = Math.min(room.remaining(), bytes.length - at);
            room.put(bytes, at, length);
            body.added(length);
            at += length;
        }
        body.complete();
        return body;
    }

    /** All that is sent; it is gone then. */
    static byte[] sent(WholeBody body) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (ByteBuffer next = body.next(); next.hasRemaining(); next = body.next()) {
            byte[] piece = new byte[next.remaining()];
            next.get(piece);
            sent.writeBytes(piece);
        }
        return sent.toByteArray();
    }
}
