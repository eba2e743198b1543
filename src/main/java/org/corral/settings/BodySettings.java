package org.corral.settings;

import static org.corral.settings.Setting.BODY_MEMORY;
import static org.corral.settings.Setting.MAX_BODY;
import static org.corral.settings.Setting.MAX_LIST;
import static org.corral.settings.Setting.STREAM_BUFFER;

/**
 * How much of requests and answers may be in memory.
 *
 * @param maxBody 64 KB to 1 GB for a request that is read before it is sent on
 * @param memory 1 MB to 64 GB for all bodies together
 * @param maxList 64 KB to 256 MB for a list of models
 * @param streamBuffer 4 KB to 64 MB that wait in each direction of a streamed request
 */
public record BodySettings(Size maxBody, Size memory, Size maxList, Size streamBuffer, LingerSettings linger) {
    private static final Range<Size> BODY = new Range<>(new Size(64 << 10), new Size(1 << 30));
    private static final Range<Size> MEMORY = new Range<>(new Size(1 << 20), new Size(64L << 30));
    private static final Range<Size> LIST = new Range<>(new Size(64 << 10), new Size(256 << 20));
    private static final Range<Size> BUFFER = new Range<>(new Size(4 << 10), new Size(64 << 20));

    public BodySettings {
        BODY.require("maxBody", maxBody);
        MEMORY.require("memory", memory);
        LIST.require("maxList", maxList);
        BUFFER.require("streamBuffer", streamBuffer);
    }

    static BodySettings read(SettingReader in) {
        return new BodySettings(
                in.size(MAX_BODY, BODY),
                in.size(BODY_MEMORY, MEMORY),
                in.size(MAX_LIST, LIST),
                in.size(STREAM_BUFFER, BUFFER),
                LingerSettings.read(in));
    }
}
