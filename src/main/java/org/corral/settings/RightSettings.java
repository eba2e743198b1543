package org.corral.settings;

import static org.corral.settings.Setting.CLOUD_MODELS;
import static org.corral.settings.Setting.DEBUG_RENDER;
import static org.corral.settings.Setting.FOREIGN_PULL;
import static org.corral.settings.Setting.KEEP_ALIVE;
import static org.corral.settings.Setting.OLLAMA_ROUTES;

import java.util.List;

/**
 * What the routes of Ollama may be used for beyond asking a model.
 *
 * @param routes those that are opened beside the known ones, or for another role
 * @param keepAlive who may unload a model, or pin it
 * @param debugRender who may see how a prompt is rendered
 * @param cloudModels who may send a prompt to another company
 * @param foreignPull who may have the server fetch models from other hosts
 */
public record RightSettings(
        List<OllamaRoute> routes,
        LeastRole keepAlive,
        LeastRole debugRender,
        LeastRole cloudModels,
        LeastRole foreignPull) {

    public RightSettings {
        routes = List.copyOf(routes);
    }

    static RightSettings read(SettingReader in) {
        return new RightSettings(
                in.optional(OLLAMA_ROUTES, OllamaRoute::parse).orElse(List.of()),
                least(in, KEEP_ALIVE),
                least(in, DEBUG_RENDER),
                least(in, CLOUD_MODELS),
                least(in, FOREIGN_PULL));
    }

    private static LeastRole least(SettingReader in, Setting setting) {
        return in.choice(setting, LeastRole.values(), LeastRole::text);
    }
}
