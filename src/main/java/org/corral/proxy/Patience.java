package org.corral.proxy;

import java.util.OptionalLong;
import org.corral.settings.PatienceSettings;
import org.jspecify.annotations.Nullable;

/** How long to wait for what: for the caller's next byte, for Ollama's first, for Ollama's next. */
final class Patience {
    enum Exceeded {
        NOTHING,
        CALLER_STALLED,
        OLLAMA_SILENT
    }

    private final PatienceSettings settings;
    private volatile long since = System.nanoTime();

    Patience(PatienceSettings settings) {
        this.settings = settings;
    }

    /** Something came or went. */
    void reset() {
        since = System.nanoTime();
    }

    /** @param blocked whether it is the caller who does not take what Ollama has sent */
    Exceeded exceeded(long now, @Nullable Upload upload, boolean headSeen, boolean blocked) {
        if (blocked) {
            since = now;
            return Exceeded.NOTHING;
        }
        if (upload != null && !headSeen) {
            OptionalLong owed = upload.owedSince();
            if (owed.isPresent()) {
                boolean stalled = now - owed.getAsLong() > settings.upload().toNanos();
                return stalled ? Exceeded.CALLER_STALLED : Exceeded.NOTHING;
            }
        }
        boolean uploading = upload != null && !upload.isComplete();
        var limit = headSeen || uploading ? settings.silence() : settings.firstByte();
        return now - since > limit.toNanos() ? Exceeded.OLLAMA_SILENT : Exceeded.NOTHING;
    }
}
