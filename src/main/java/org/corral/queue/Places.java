package org.corral.queue;

import java.util.List;

/** Knows which servers there are and what they have. Called with the queue's lock held: must not block. */
public interface Places {
    /** All servers. The same as long as the queue lives. */
    List<Place> all();

    /** The servers that may answer a request, the best first, whether or not they have room. */
    List<Place> candidates(Destination destination);
}
