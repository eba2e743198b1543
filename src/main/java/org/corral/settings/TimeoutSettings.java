package org.corral.settings;

import static org.corral.settings.Setting.BODY_TIMEOUT;
import static org.corral.settings.Setting.FIRST_BYTE_TIMEOUT;
import static org.corral.settings.Setting.HEARTBEAT;
import static org.corral.settings.Setting.MANAGE_TIMEOUT;
import static org.corral.settings.Setting.SILENCE_TIMEOUT;
import static org.corral.settings.Setting.UPLOAD_TIMEOUT;

import java.time.Duration;

/**
 * How long a request waits for what; 1 ms to 1 week where nothing else is said.
 *
 * @param firstByte from the end of the request to the first byte of the answer
 * @param silence between two bytes of an answer
 * @param manage for both of these, if it is longer, while Ollama changes which models are there
 * @param upload between two bytes of a request body
 * @param body from the beginning to the end of a request body that is held in memory
 * @param heartbeat 0 to 1 hour of silence after which a streamed answer says that it lives; 0 for never
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
