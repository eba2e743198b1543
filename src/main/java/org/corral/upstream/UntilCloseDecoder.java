package org.corral.upstream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A body that ends with the connection. */
final class UntilCloseDecoder implements BodyDecoder {
    @Override
    public boolean decode(ByteBuffer in, Consumer<ByteBuffer> content) {
        if (in.hasRemaining()) {
            BodyDecoder.pass(in, in.remaining(), content);
        }
        return false;
    }

    @Override
    public boolean endsWithConnection() {
        return true;
    }
}
