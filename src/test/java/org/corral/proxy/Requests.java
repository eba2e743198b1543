package org.corral.proxy;

import java.util.List;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.ollama.AllowList;
import org.corral.ollama.Routes;
import org.corral.settings.OllamaRoute;
import org.corral.settings.Role;

/** Requests as they are when their head has been admitted. */
final class Requests {
    private Requests() {}

    static Caller caller(Role role, String... models) {
        AllowList permitted = models.length == 0 ? AllowList.ALL : AllowList.of(List.of(models));
        return new Caller("1", "somebody@example.com", "Somebody", role, permitted, new Proof.Local("1"));
    }

    static AdmittedRequest admitted(Caller caller, String path) {
        return admitted(caller, path, ServerChoice.unchosen(Optional.empty()));
    }

    static AdmittedRequest admitted(Caller caller, String path, ServerChoice choice) {
        return new AdmittedRequest(
                path, path, List.of(), caller, routes().find(path).orElseThrow(), choice);
    }

    static Routes routes(OllamaRoute... opened) {
        return Routes.with(List.of(opened));
    }
}
