package org.corral.queue;

import java.util.ArrayList;
import java.util.List;

/** What was decided with the queue's lock held, and is told to the owners of the requests when it has been released. */
final class Decisions {
    private final List<Runnable> all = new ArrayList<>();

    void admitted(Turn turn, Place place) {
        all.add(() -> turn.owner().admitted(place));
    }

    void refused(Turn turn, QueueRefusal why) {
        turn.end();
        all.add(() -> turn.owner().refused(why));
    }

    void takenBack(Turn turn) {
        all.add(() -> turn.owner().takenBack());
    }

    void tell() {
        all.forEach(Runnable::run);
    }
}
