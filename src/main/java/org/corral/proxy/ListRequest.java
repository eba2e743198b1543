package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.corral.backend.FetchResult;
import org.corral.body.RequestedModels;
import org.corral.flow.AsyncRequest;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.http.WholeResponse;
import org.corral.ollama.AllowList;
import org.corral.ollama.ModelName;
import org.corral.ollama.Routes;

/**
 * A request for a list of models that is made of the lists of several servers, or that leaves out models that the caller may not
 * use. A request for one model whose name has slashes is answered from such a list, too.
 *
 * <p>Corral answers it, and Ollama's bytes do not pass through: once the servers have said what they have, the request is dispatched
 * to its servlet again, which writes the list as it writes any other response of Corral's own.
 */
final class ListRequest {
    private static final String ATTRIBUTE = ListRequest.class.getName();

    private final AdmittedRequest admitted;
    private final Gateway gateway;
    private final Optional<String> model; // to be found in the list; empty if the list itself is asked for
    private volatile List<FetchResult> fetched = List.of(); // set before the request is dispatched

    private ListRequest(AdmittedRequest admitted, Gateway gateway) {
        this.admitted = admitted;
        this.gateway = gateway;
        this.model = Routes.nameWithSlashes(admitted.path());
    }

    /**
     * Asks the servers, if that is what this request needs. Returns at once.
     *
     * @return whether they are asked: then the request is to be left as it is until it is dispatched
     */
    static boolean begins(
            HttpServletRequest request, HttpServletResponse response, AdmittedRequest admitted, Gateway gateway)
            throws RefusedException {
        if (!isFor(admitted, gateway)) {
            return false;
        }
        Optional<Refusal> refusal = gateway.rule().refusal(admitted.caller(), admitted, RequestedModels.NOTHING);
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        ListRequest list = new ListRequest(admitted, gateway);
        request.setAttribute(ATTRIBUTE, list);
        list.fetch(request, response);
        return true;
    }

    private static boolean isFor(AdmittedRequest admitted, Gateway gateway) {
        return switch (admitted.route().kind()) {
            case LIST -> gateway.hasSeveral() || !admitted.caller().models().isAll();
            case MODEL -> Routes.nameWithSlashes(admitted.path()).isPresent();
            default -> false;
        };
    }

    private void fetch(HttpServletRequest request, HttpServletResponse response) {
        gateway.running().enter();
        AsyncRequest async =
                new AsyncRequest(request.startAsync(request, response), gateway.monotonic(), gateway.running()::leave);
        gateway.fleet().fetch(model.isPresent() ? Routes.LIST_PATH : admitted.path(), results -> {
            fetched = results;
            async.dispatch();
        });
    }

    /** The one that this request began with, when it has been dispatched. */
    static Optional<ListRequest> of(HttpServletRequest request) {
        return Optional.ofNullable((ListRequest) request.getAttribute(ATTRIBUTE));
    }

    /** Writes the list, as {@link WholeResponse} does. */
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, RefusedException {
        AllowList permitted = admitted.caller().models();
        Optional<byte[]> list = model.isPresent()
                ? model.flatMap(ModelName::of).flatMap(name -> ModelList.one(name, fetched, permitted))
                : admitted.route().listing().flatMap(listing -> ModelList.of(listing, fetched, permitted));
        if (list.isEmpty()) {
            throw new RefusedException(refusal(new Failures(request)));
        }
        response.setContentType("application/json; charset=utf-8");
        WholeResponse.send(response, list.get());
    }

    private Refusal refusal(Failures failures) {
        if (model.isPresent() && fetched.stream().anyMatch(FetchResult::isOk)) {
            return Refusal.notFound("There is no model of this name: " + Refusal.ROOT
                    + "/ollama/v1/models lists those that you may use.");
        }
        Optional<FetchResult> error = fetched.stream()
                .filter(each -> each.head().isPresent() && !each.isOk())
                .findFirst();
        if (error.isPresent()) {
            failures.listRefused(error.get());
            return Refusal.of(502, "Ollama did not say which models it has.");
        }
        return failures.noList(fetched.size());
    }
}
