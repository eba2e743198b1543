package org.corral.settings;

import static org.corral.settings.Setting.OLLAMA_URLS;

import java.util.List;

/**
 * The Ollama servers, and the connections and requests to them.
 *
 * @param servers at least one, each with a name of its own
 */
public record BackendSettings(
        List<OllamaServer> servers, ConnectionSettings connections, QueueSettings queue, HealthSettings health) {

    public BackendSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers is empty");
        }
        if (servers.stream().map(OllamaServer::name).distinct().count() < servers.size()) {
            throw new IllegalArgumentException("servers have one name");
        }
    }

    static BackendSettings read(SettingReader in) {
        return new BackendSettings(
                in.required(OLLAMA_URLS, OllamaServers::parse),
                ConnectionSettings.read(in),
                QueueSettings.read(in),
                HealthSettings.read(in));
    }
}
