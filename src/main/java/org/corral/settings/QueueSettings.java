package org.corral.settings;

import static org.corral.settings.Setting.MAX_REQUESTS;
import static org.corral.settings.Setting.QUEUE_LENGTH;
import static org.corral.settings.Setting.QUEUE_TIMEOUT;
import static org.corral.settings.Setting.REQUESTS_PER_SERVER;

import java.time.Duration;

/**
 * How many requests run at once, and how many wait in the queue.
 *
 * @param maxRequests 0 to 1000000 at once, with those that wait; 0 for as many as the heap allows
 * @param perServer 1 to 65535 requests that each server answers at once, where it has no limit of its own
 * @param length 0 to 100000 requests that may wait
 * @param timeout 1 ms to 1 week that a request may wait
 */
public record QueueSettings(int maxRequests, int perServer, int length, Duration timeout) {
    private static final Range<Integer> REQUESTS = new Range<>(0, 1_000_000);
    private static final Range<Integer> PER_SERVER = new Range<>(1, 65535);
    private static final Range<Integer> LENGTH = new Range<>(0, 100_000);

    /** Bytes of heap that a server holds for a request in hand: on Tomcat a little less. */
    private static final long HELD = 100 * 1024;

    public QueueSettings {
        REQUESTS.require("maxRequests", maxRequests);
        PER_SERVER.require("perServer", perServer);
        LENGTH.require("length", length);
        TimeoutSettings.WAIT.require("timeout", timeout);
    }

    /** How many may be in hand at once. */
    public int mostRequests() {
        long byHeap = Runtime.getRuntime().maxMemory() / 2 / HELD;
        return maxRequests > 0 ? maxRequests : (int) Math.min(byHeap, REQUESTS.most());
    }

    static QueueSettings read(SettingReader in) {
        return new QueueSettings(
                in.number(MAX_REQUESTS, REQUESTS),
                in.number(REQUESTS_PER_SERVER, PER_SERVER),
                in.number(QUEUE_LENGTH, LENGTH),
                in.duration(QUEUE_TIMEOUT, TimeoutSettings.WAIT));
    }
}
