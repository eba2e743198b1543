package org.corral.ollama;

import java.util.List;
import java.util.Optional;
import org.corral.settings.Role;

/**
 * One of Ollama's routes that may pass. {@link Routes} has them all, a line each.
 *
 * @param path below {@code /ollama}, to the letter; what is in braces stands for a part of it
 * @param methods in the order in which {@code Allow} names them
 * @param role the lowest role that may use the route
 * @param form of a body that is read as a whole; empty where no such body belongs
 * @param streaming how the answer is streamed; empty if it never is, or in a form to which Corral adds nothing
 * @param inference whether an API key for inference only may use the route
 * @param target at which of several servers the request is meant
 * @param listing what is listed; for a list, and only for that
 * @param namesHosts whether a model's name with a host in it makes Ollama connect to that host
 * @param makesModels whether the body says what a new model is made of
 * @param answers whether a model is asked: such a request takes one of the places at a server, and waits for it; no other one does
 */
public record Route(
        String path,
        List<String> methods,
        Role role,
        RouteKind kind,
        Optional<BodyForm> form,
        Optional<Streaming> streaming,
        boolean inference,
        TargetRule target,
        Optional<ModelListing> listing,
        boolean namesHosts,
        boolean makesModels,
        boolean answers) {

    public Route {
        methods = List.copyOf(methods);
        if (listing.isPresent() != (kind == RouteKind.LIST)) {
            throw new IllegalArgumentException("a list, and nothing else, has a listing: " + path);
        }
    }

    /** Starts a line of the table: a route for users, which any server answers. */
    static RouteBuilder on(String path, String... methods) {
        return new RouteBuilder(path, List.of(methods));
    }

    public boolean takes(String method) {
        return methods.contains(method);
    }

    /** Whether the path stands for many: a part of it is in braces. */
    public boolean isTemplate() {
        return path.contains("{");
    }
}
