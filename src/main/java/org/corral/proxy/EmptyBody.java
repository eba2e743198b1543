package org.corral.proxy;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.corral.body.BodyReader;
import org.corral.body.RequestedModels;
import org.corral.upstream.RequestBody;

/**
 * A request without a body, or with one that says of itself that it is empty: all that it asks is in its head.
 *
 * @param announced whether it says so, which is passed on
 */
record EmptyBody(RequestedModels requested, boolean announced, InboundBody.Owner owner) implements InboundBody {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final RequestBody EMPTY = new RequestBody() {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public ByteBuffer next() {
            return NOTHING;
        }

        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public boolean refill() {
            return false;
        }
    };

    @Override
    public void begin() {
        owner.understood(requested, announced ? Optional.of(EMPTY) : Optional.empty());
    }

    @Override
    public Optional<BodyReader> reader() {
        return Optional.empty();
    }
}
