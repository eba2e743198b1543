package org.corral.settings;

import static org.corral.settings.Setting.BODY_TIMEOUT;
import static org.corral.settings.Setting.FIRST_BYTE_TIMEOUT;
import static org.corral.settings.Setting.HEARTBEAT;
import static org.corral.settings.Setting.MANAGE_TIMEOUT;
import static org.corral.settings.Setting.SILENCE_TIMEOUT;
import static org.corral.settings.Setting.UPLOAD_TIMEOUT;

import java.time.Duration;

/**
 * The timeouts of requests; 1 ms to 1 week unless a parameter says otherwise.
 *
 * @param firstByte from the end of the request to the first byte of the answer
 * @param silence between two bytes of an answer
 * @param manage in place of both, if it is longer, where Ollama pulls, pushes or makes a model
 * @param upload between two bytes of a request body
 * @param body from the beginning to the end of a request body that is held in memory
 * @param heartbeat 0 to 1 hour of silence after which a streamed answer gets a heartbeat; 0 for never
 */
public record TimeoutSettings(
        Duration firstByte, Duration silence, Duration manage, Duration upload, Duration body, Duration heartbeat) {
    static final Range<Duration> WAIT = new Range<>(Duration.ofMillis(1), Duration.ofDays(7));
    private static final Range<Duration> BEAT = new Range<>(Duration.ZERO, Duration.ofHours(1));

    public TimeoutSettings {
        WAIT.require("firstByte", firstByte);
        WAIT.require("silence", silence);
        WAIT.require("manage", manage);
        WAIT.require("upload", upload);
        WAIT.require("body", body);
        BEAT.require("heartbeat", heartbeat);
    }

    static TimeoutSettings read(SettingReader in) {
        return new TimeoutSettings(
                in.duration(FIRST_BYTE_TIMEOUT, WAIT),
                in.duration(SILENCE_TIMEOUT, WAIT),
                in.duration(MANAGE_TIMEOUT, WAIT),
                in.duration(UPLOAD_TIMEOUT, WAIT),
                in.duration(BODY_TIMEOUT, WAIT),
                in.duration(HEARTBEAT, BEAT));
    }
}
