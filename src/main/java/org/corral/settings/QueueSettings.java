package org.corral.settings;

import static org.corral.settings.Setting.CONNECTION_WAIT;
import static org.corral.settings.Setting.MAX_CONNECTIONS;
import static org.corral.settings.Setting.QUEUE_LENGTH;

import java.time.Duration;

/**
 * How many requests run, and wait for their turn.
 *
 * @param maxConnections 1 to 65535 requests that each server answers at once, where it has no limit of its own
 * @param length 0 to 100000 that may wait
 * @param longestWait 1 ms to 1 week
 */
public record QueueSettings(int maxConnections, int length, Duration longestWait) {
    private static final Range<Integer> CONNECTIONS = new Range<>(1, 65535);
    private static final Range<Integer> LENGTH = new Range<>(0, 100_000);

    public QueueSettings {
        CONNECTIONS.require("maxConnections", maxConnections);
        LENGTH.require("length", length);
        PatienceSettings.WAIT.require("longestWait", longestWait);
    }

    static QueueSettings read(SettingReader in) {
        return new QueueSettings(
                in.number(MAX_CONNECTIONS, CONNECTIONS),
                in.number(QUEUE_LENGTH, LENGTH),
                in.duration(CONNECTION_WAIT, PatienceSettings.WAIT));
    }
}
