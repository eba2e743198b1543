package org.corral.proxy;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.body.BodyReader;
import org.corral.body.RequestedModels;
import org.corral.http.Refusal;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;

/** The body of a request on its way in, if it has one. Thread-safe. */
interface InboundBody {

    /** Wants the body. Either of the first two methods is called, once at the most; the last one may come instead or afterwards. */
    interface Owner {
        /**
         * It can be sent.
         *
         * @param requested what the caller asks for, as far as the body says it
         */
        void understood(RequestedModels requested, Optional<RequestBody> body);

        void notTaken(Refusal why);

        void callerGone(Throwable failure);
    }

    /** On the server's thread, once the request is asynchronous. */
    void begin() throws IOException;

    /** It goes out over this connection. */
    default void goesOver(RequestControl connection) {}

    /** Reads the body; empty if there is none. */
    Optional<BodyReader> reader();

    /** Whether all of it has arrived. */
    default boolean isComplete() {
        return reader().map(BodyReader::isComplete).orElse(true);
    }

    /** The time by the clock since which the caller owes bytes that would be taken; empty if they owe none. */
    default OptionalLong owedSince() {
        return reader().map(BodyReader::owedSince).orElse(OptionalLong.empty());
    }

    /** When something of it was sent last, by the clock; empty if that is not known. */
    default OptionalLong lastTaken() {
        return OptionalLong.empty();
    }

    /** To be called now and then. */
    default void onTick(long now) {
        reader().ifPresent(reading -> reading.onTick(now));
    }

    /** Nothing of it is wanted from here on. */
    default void close() {
        reader().ifPresent(BodyReader::close);
    }

    /** Whether more of it may be on its way, so that the connection is of no use for another request. */
    default boolean isOwed() {
        return reader().map(BodyReader::isOwed).orElse(false);
    }

    /**
     * In place of {@link #close}, once the answer has been written: a caller who is still sending has a while to read it.
     *
     * @param then called once, when the connection may be closed; on any thread, perhaps at once
     */
    default void leave(Runnable then) {
        reader().ifPresentOrElse(reading -> reading.leave(then), then);
    }
}
