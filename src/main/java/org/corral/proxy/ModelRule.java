package org.corral.proxy;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.corral.access.Caller;
import org.corral.body.BodyReduction;
import org.corral.body.PrivilegedOption;
import org.corral.body.RequestedModels;
import org.corral.http.Refusal;
import org.corral.ollama.ModelName;
import org.corral.ollama.Route;
import org.corral.ollama.Routes;
import org.corral.settings.LeastRole;
import org.corral.settings.RightSettings;

/** Decides whether a caller may use the models and options of their request. Each name of a model in it counts. */
final class ModelRule {
    /** Options that programs add by themselves. People want an answer without them rather than a refusal. */
    private static final Set<PrivilegedOption> OFFERS =
            Set.of(PrivilegedOption.KEEP_ALIVE, PrivilegedOption.WEB_SEARCH);

    private final RightSettings rights;

    ModelRule(RightSettings rights) {
        this.rights = rights;
    }

    /** The options to take out of a request of this caller before {@link #refusal} is asked. */
    BodyReduction cutting(Caller caller) {
        Set<PrivilegedOption> what = rights.refuseExtras()
                ? Set.of()
                : OFFERS.stream().filter(option -> !may(caller, option)).collect(Collectors.toUnmodifiableSet());
        return new BodyReduction(what, rights.longestKeepAlive());
    }

    /**
     * Empty if they may.
     *
     * @param caller as their account is now, which may have changed since the request was admitted
     */
    Optional<Refusal> refusal(Caller caller, AdmittedRequest admitted, RequestedModels requested) {
        Route route = admitted.route();
        return models(admitted.path(), requested)
                .map(model -> ofModel(caller, route, model))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> requested.extras().stream()
                        .sorted()
                        .filter(option -> matters(option, route))
                        .map(option -> ofExtra(caller, option))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** The name in the path counts too, even if the request has a body that names another. */
    private static Stream<String> models(String path, RequestedModels requested) {
        return Stream.concat(Routes.modelIn(path).stream(), requested.models().stream());
    }

    private Optional<Refusal> ofModel(Caller caller, Route route, String model) {
        Set<ModelName> readings = ModelName.readings(model);
        if (readings.isEmpty()) {
            return Optional.of(Refusal.badRequest("This request names a model in a way that no model is named."));
        }
        if (!readings.stream().allMatch(caller.models()::permits)) {
            return forbidden("The model that this request names is not among those that your account may use.");
        }
        if (lacks(caller, rights.cloudModels()) && readings.stream().anyMatch(ModelName::isCloud)) {
            return forbidden("Models in the cloud send what you ask to another company: your role may not use them.");
        }
        boolean foreign = !readings.stream().allMatch(ModelName::isFromDefaultHost);
        if (route.namesHosts() && foreign && lacks(caller, rights.foreignPull())) {
            return forbidden("Your role may use Ollama's own registry only, no other host.");
        }
        return Optional.empty();
    }

    private Optional<Refusal> ofExtra(Caller caller, PrivilegedOption option) {
        return may(caller, option) ? Optional.empty() : forbidden(why(option));
    }

    /** Whether Ollama takes any notice of the option on this route. */
    private static boolean matters(PrivilegedOption option, Route route) {
        return switch (option) {
            case REMOTE, PARTS -> route.makesModels();
            case KEEP_ALIVE, UNLOAD, RENDERED_PROMPT, WEB_SEARCH -> true;
        };
    }

    private boolean may(Caller caller, PrivilegedOption option) {
        return switch (option) {
            case KEEP_ALIVE, UNLOAD -> !lacks(caller, rights.keepAlive());
            case RENDERED_PROMPT -> !lacks(caller, rights.debugRender());
            case WEB_SEARCH, REMOTE -> !lacks(caller, rights.cloudModels());
            // Nobody can tell to which model a part belongs.
            case PARTS -> caller.models().isAll();
        };
    }

    private String why(PrivilegedOption option) {
        return switch (option) {
            case KEEP_ALIVE, UNLOAD ->
                "Your role may neither unload nor pin a model: leave 'keep_alive' out, or let it be between a second and "
                        + rights.longestKeepAlive().toSeconds() + " seconds.";
            case RENDERED_PROMPT -> "Your role may not see rendered prompts: leave '_debug_render_only' out.";
            case WEB_SEARCH -> "Ollama's web search asks another company: leave the tool 'web_search' out.";
            case REMOTE -> "Your role may not make models that another company runs: leave 'remote_host' out.";
            case PARTS -> "Whoever may use some models only can make others from these by 'from', but not from files.";
        };
    }

    private static boolean lacks(Caller caller, LeastRole needed) {
        return !needed.isReachedBy(caller.role());
    }

    private static Optional<Refusal> forbidden(String why) {
        return Optional.of(Refusal.insufficientScope(why));
    }
}
