package org.corral.settings;

import static org.corral.settings.Setting.CLOUD_MODELS;
import static org.corral.settings.Setting.DEBUG_RENDER;
import static org.corral.settings.Setting.FOREIGN_PULL;
import static org.corral.settings.Setting.KEEP_ALIVE;
import static org.corral.settings.Setting.LONGEST_KEEP_ALIVE;
import static org.corral.settings.Setting.OLLAMA_ROUTES;
import static org.corral.settings.Setting.REFUSE_EXTRAS;

import java.time.Duration;
import java.util.List;

/**
 * Who may use the routes of Ollama for more than prompts to a model.
 *
 * @param routes that are opened beside the known ones, or for another role
 * @param keepAlive who may unload a model, or pin it
 * @param longestKeepAlive for which everybody may keep a model in memory, one minute to a year
 * @param debugRender who may see how a prompt is rendered
 * @param cloudModels who may send a prompt to another company
 * @param foreignPull who may have the server fetch models from other hosts
 * @param refuseExtras whether a request with an option that its caller may not use is refused; else the option is removed
 */
public record RightSettings(
        List<OllamaRoute> routes,
        LeastRole keepAlive,
        Duration longestKeepAlive,
        LeastRole debugRender,
        LeastRole cloudModels,
        LeastRole foreignPull,
        boolean refuseExtras) {
    private static final Range<Duration> KEPT = new Range<>(Duration.ofMinutes(1), Duration.ofDays(365));

    public RightSettings {
        KEPT.require("longestKeepAlive", longestKeepAlive);
        routes = List.copyOf(routes);
    }

    static RightSettings read(SettingReader in) {
        return new RightSettings(
                in.optional(OLLAMA_ROUTES, OllamaRoute::parse).orElse(List.of()),
                least(in, KEEP_ALIVE),
                in.duration(LONGEST_KEEP_ALIVE, KEPT),
                least(in, DEBUG_RENDER),
                least(in, CLOUD_MODELS),
                least(in, FOREIGN_PULL),
                in.required(REFUSE_EXTRAS, OnOff::parse));
    }

    private static LeastRole least(SettingReader in, Setting setting) {
        return in.choice(setting, LeastRole.values(), LeastRole::text);
    }
}
