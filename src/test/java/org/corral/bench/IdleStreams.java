package org.corral.bench;

import java.io.IOException;
import java.time.Duration;
import org.corral.soak.Vitals;

/**
 * What streams hold that say one token a second.
 *
 * @param running how many of them had begun and not ended when the memory was looked at
 * @param waiting how many had no answer at all by then
 * @param faults what became of the others
 */
record IdleStreams(int running, int waiting, Faults faults, double residentMegabytes, long heapKilobytesEach) {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int ARRIVING_PER_SECOND = 500;
    private static final int SECONDS = 8;
    private static final int SECONDS_TO_LOOK = 10;

    /** IllegalStateException if none ran. */
    static IdleStreams run(Candidate candidate, int many) throws IOException, InterruptedException {
        long before = Vitals.of(candidate.pid()).heapKilobytes();
        int seconds = SECONDS + many / ARRIVING_PER_SECOND;
        try (StreamLoad load = new StreamLoad(candidate, many, seconds + SECONDS_TO_LOOK, INTERVAL)) {
            load.listen(Duration.ofSeconds(seconds));
            int running = load.running();
            if (running == 0) {
                throw candidate.unfit("no idle stream runs: " + load.faults());
            }
            double resident = candidate.residentMegabytes();
            long after = Vitals.of(candidate.pid()).heapKilobytes();
            int waiting = many - running - load.faults().total();
            return new IdleStreams(running, waiting, load.faults(), resident, (after - before) / running);
        }
    }

    /** As a cell of a table. */
    String ran() {
        String wait = waiting > 0 ? ", " + waiting + " wait" : "";
        return running + wait + (faults.total() > 0 ? ", " + faults : "");
    }
}
