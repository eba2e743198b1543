package org.corral.upstream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A body of so many bytes. */
final class LengthDecoder implements BodyDecoder {
    private long left;

    LengthDecoder(long length) {
        this.left = length;
    }

    @Override
    public boolean decode(ByteBuffer in, Consumer<ByteBuffer> content) {
        int now = (int) Math.min(left, in.remaining());
        if (now > 0) {
            BodyDecoder.pass(in, now, content);
            left -= now;
        }
        return left == 0;
    }
}
