package org.corral.settings;

import static org.corral.settings.Setting.CONNECTION_WAIT;
import static org.corral.settings.Setting.MAX_CONNECTIONS;
import static org.corral.settings.Setting.MAX_REQUESTS;
import static org.corral.settings.Setting.QUEUE_LENGTH;

import java.time.Duration;

/**
 * How many requests run, and wait for their turn.
 *
 * @param maxRequests 0 to 1000000 in hand at once, those that wait included; 0 for as many as the heap allows
 * @param maxConnections 1 to 65535 requests that each server answers at once, where it has no limit of its own
 * @param length 0 to 100000 that may wait
 * @param longestWait 1 ms to 1 week
 */
public record QueueSettings(int maxRequests, int maxConnections, int length, Duration longestWait) {
    private static final Range<Integer> REQUESTS = new Range<>(0, 1_000_000);
    private static final Range<Integer> CONNECTIONS = new Range<>(1, 65535);
    private static final Range<Integer> LENGTH = new Range<>(0, 100_000);

    /** Bytes of heap that a server holds for a request in hand: on Tomcat a little less. */
    private static final long HELD = 100 * 1024;

    public QueueSettings {
        REQUESTS.require("maxRequests", maxRequests);
        CONNECTIONS.require("maxConnections", maxConnections);
        LENGTH.require("length", length);
        TimeoutSettings.WAIT.require("longestWait", longestWait);
    }

    /** How many may be in hand at once. */
    public int mostRequests() {
        long byHeap = Runtime.getRuntime().maxMemory() / 2 / HELD;
        return maxRequests > 0 ? maxRequests : (int) Math.min(byHeap, REQUESTS.most());
    }

    static QueueSettings read(SettingReader in) {
        return new QueueSettings(
                in.number(MAX_REQUESTS, REQUESTS),
                in.number(MAX_CONNECTIONS, CONNECTIONS),
                in.number(QUEUE_LENGTH, LENGTH),
                in.duration(CONNECTION_WAIT, TimeoutSettings.WAIT));
    }
}
