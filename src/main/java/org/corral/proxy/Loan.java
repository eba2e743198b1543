package org.corral.proxy;

import java.io.IOException;
import org.apache.hc.core5.http.ProtocolException;
import org.corral.backend.UpstreamConnection;
import org.jspecify.annotations.Nullable;

/** The connection that an exchange has at present; a second one if the first turns out to be stale. Any thread may call. */
final class Loan {
    private volatile @Nullable UpstreamConnection connection;
    private volatile boolean asked; // the head of the question may be on its way
    private boolean renewed;

    void take(UpstreamConnection lent) {
        connection = lent;
    }

    /** Host and port of the server that is asked now. */
    String ask() throws ProtocolException {
        UpstreamConnection lent = connection;
        if (lent == null) {
            throw new ProtocolException("no connection");
        }
        asked = true;
        return lent.authority();
    }

    /** @param clean whether the exchange is over in both directions, so that another can follow */
    void giveBack(boolean clean) {
        UpstreamConnection lent = connection;
        if (lent != null && clean) {
            lent.release();
        } else if (lent != null) {
            lent.abort();
        }
    }

    /**
     * Whether to ask over another connection: Ollama may close an idle one in the moment in which it is used again
     * (RFC 9112, 9.3.1). Asked twice is only what changes nothing, or has not been asked yet.
     */
    boolean mayRenew(Exception cause, boolean hasBody) {
        UpstreamConnection stale = connection;
        if (renewed || stale == null || !stale.wasUsedBefore() || !(cause instanceof IOException)) {
            return false;
        }
        renewed = !(asked && hasBody);
        return renewed;
    }
}
