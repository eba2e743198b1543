package org.corral.wire;

import java.nio.charset.StandardCharsets;

/**
 * One chunk (or, without chunks, what one read gave) and the {@link System#nanoTime} when it was there.
 *
 * @param bytes not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Piece(byte[] bytes, long arrivedNanos) {
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
