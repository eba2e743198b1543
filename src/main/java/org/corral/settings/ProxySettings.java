package org.corral.settings;

import static org.corral.settings.Setting.STREAM_BUFFER;

/**
 * How bytes flow.
 *
 * @param streamBuffer 4 KB to 64 MB that may wait in memory in each direction of a request
 */
public record ProxySettings(Size streamBuffer) {
    private static final Range<Size> BUFFER = new Range<>(new Size(4 << 10), new Size(64 << 20));

    public ProxySettings {
        BUFFER.require("streamBuffer", streamBuffer);
    }

    static ProxySettings read(SettingReader in) {
        return new ProxySettings(in.size(STREAM_BUFFER, BUFFER));
    }
}
