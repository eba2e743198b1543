package org.corral.proxy;

import java.util.Optional;
import java.util.Set;
import org.corral.access.Caller;
import org.corral.body.Asked;
import org.corral.http.Refusal;
import org.corral.model.ModelName;
import org.corral.settings.LeastRole;
import org.corral.settings.RightSettings;

/** Whether a caller may ask for what his request asks for: the model by every name that it has there, and what else. */
final class ModelRule {
    private static final String PULL = "/api/pull";

    private final RightSettings rights;

    ModelRule(RightSettings rights) {
        this.rights = rights;
    }

    /** Empty if he may. */
    Optional<Refusal> refusal(Caller caller, String path, Asked asked) {
        for (String model : asked.models()) {
            Set<ModelName> readings = ModelName.readings(model);
            if (readings.isEmpty()) {
                return Optional.of(Refusal.badRequest("This request names a model in a way that no model is named."));
            }
            if (!readings.stream().allMatch(caller.models()::permits)) {
                return forbidden("The model that this request names is not among those that your account may use.");
            }
            if (lacks(caller, rights.cloudModels()) && readings.stream().anyMatch(ModelName::isCloud)) {
                return forbidden(
                        "Models in the cloud send what you ask to another company: your role may not use them.");
            }
            boolean foreign = !readings.stream().allMatch(ModelName::isFromDefaultHost);
            if (path.equals(PULL) && foreign && lacks(caller, rights.foreignPull())) {
                return forbidden("Your role may pull models from Ollama's own registry only.");
            }
        }
        if (asked.unloadsOrPins() && lacks(caller, rights.keepAlive())) {
            return forbidden(
                    "Your role may neither unload nor pin a model: leave 'keep_alive' out, or let it be a second"
                            + " or longer.");
        }
        if (asked.rendersOnly() && lacks(caller, rights.debugRender())) {
            return forbidden("Your role may not see rendered prompts: leave '_debug_render_only' out.");
        }
        return Optional.empty();
    }

    private static boolean lacks(Caller caller, LeastRole needed) {
        return !needed.isReachedBy(caller.role());
    }

    private static Optional<Refusal> forbidden(String why) {
        return Optional.of(Refusal.forbidden(why)
                .with("WWW-Authenticate", "Bearer realm=\"corral\", error=\"insufficient_scope\""));
    }
}
