package org.corral.settings;

import static org.corral.settings.Setting.CONNECTION_WAIT;
import static org.corral.settings.Setting.CONNECT_TIMEOUT;
import static org.corral.settings.Setting.FIRST_BYTE_TIMEOUT;
import static org.corral.settings.Setting.MAX_CONNECTIONS;
import static org.corral.settings.Setting.OLLAMA_URLS;
import static org.corral.settings.Setting.SILENCE_TIMEOUT;
import static org.corral.settings.Setting.UPLOAD_TIMEOUT;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The Ollama servers and the patience with them. All durations are 1 ms to 1 week.
 *
 * @param ollamaUrls at least one; http or https, host, perhaps a port, and no path, not even a slash
 * @param firstByteTimeout from the end of the request to the first byte of the answer
 * @param silenceTimeout between two bytes of an answer
 * @param uploadTimeout between two bytes of a request body
 * @param maxConnections 1 to 65535 to each Ollama
 * @param connectionWait for one of these to become free
 */
public record BackendSettings(
        List<URI> ollamaUrls,
        Duration connectTimeout,
        Duration firstByteTimeout,
        Duration silenceTimeout,
        Duration uploadTimeout,
        int maxConnections,
        Duration connectionWait) {
    private static final Range<Duration> PATIENCE = new Range<>(Duration.ofMillis(1), Duration.ofDays(7));
    private static final Range<Integer> CONNECTIONS = new Range<>(1, 65535);

    public BackendSettings {
        ollamaUrls = List.copyOf(ollamaUrls);
        if (ollamaUrls.isEmpty()) {
            throw new IllegalArgumentException("ollamaUrls is empty");
        }
        ollamaUrls.forEach(HttpUrls::requireOllamaUrl);
        PATIENCE.require("connectTimeout", connectTimeout);
        PATIENCE.require("firstByteTimeout", firstByteTimeout);
        PATIENCE.require("silenceTimeout", silenceTimeout);
        PATIENCE.require("uploadTimeout", uploadTimeout);
        CONNECTIONS.require("maxConnections", maxConnections);
        PATIENCE.require("connectionWait", connectionWait);
    }

    static BackendSettings read(SettingReader in) {
        return new BackendSettings(
                in.required(OLLAMA_URLS, HttpUrls::parseOllamaUrls),
                in.duration(CONNECT_TIMEOUT, PATIENCE),
                in.duration(FIRST_BYTE_TIMEOUT, PATIENCE),
                in.duration(SILENCE_TIMEOUT, PATIENCE),
                in.duration(UPLOAD_TIMEOUT, PATIENCE),
                in.number(MAX_CONNECTIONS, CONNECTIONS),
                in.duration(CONNECTION_WAIT, PATIENCE));
    }
}
