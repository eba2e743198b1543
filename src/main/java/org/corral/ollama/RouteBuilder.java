package org.corral.ollama;

import java.util.List;
import java.util.Optional;
import org.corral.settings.Role;

/** Writes a line of the table of routes: what is not said is the plainest. For one thread. */
final class RouteBuilder {
    private final String path;
    private final List<String> methods;
    private Role role = Role.USER;
    private RouteKind kind = RouteKind.ASK;
    private Optional<BodyForm> form = Optional.empty();
    private Optional<Streaming> streaming = Optional.empty();
    private boolean inference;
    private TargetRule target = TargetRule.ANY;
    private Optional<ModelListing> listing = Optional.empty();
    private boolean namesHosts;
    private boolean makesModels;
    private boolean answers;

    RouteBuilder(String path, List<String> methods) {
        this.path = path;
        this.methods = methods;
    }

    /** Of a known route, to change a line of it. */
    static RouteBuilder of(Route route, List<String> methods) {
        RouteBuilder copy = new RouteBuilder(route.path(), methods);
        copy.role = route.role();
        copy.kind = route.kind();
        copy.form = route.form();
        copy.streaming = route.streaming();
        copy.inference = route.inference();
        copy.target = route.target();
        copy.listing = route.listing();
        copy.namesHosts = route.namesHosts();
        copy.makesModels = route.makesModels();
        copy.answers = route.answers();
        return copy;
    }

    RouteBuilder role(Role lowest) {
        role = lowest;
        return this;
    }

    RouteBuilder body(BodyForm of) {
        form = Optional.of(of);
        return this;
    }

    /** For prompts, which a model answers. */
    RouteBuilder asks(BodyForm of) {
        return body(of).answers().inference();
    }

    /** A model may have to work for it. */
    RouteBuilder answers() {
        answers = true;
        return this;
    }

    RouteBuilder streams(Streaming how) {
        streaming = Optional.of(how);
        return this;
    }

    RouteBuilder inference() {
        inference = true;
        return this;
    }

    RouteBuilder lists(ModelListing what) {
        kind = RouteKind.LIST;
        listing = Optional.of(what);
        return this;
    }

    RouteBuilder looksAtModel() {
        kind = RouteKind.MODEL;
        return this;
    }

    /** For admins. */
    RouteBuilder manages(TargetRule where) {
        kind = RouteKind.MANAGE;
        target = where;
        return role(Role.ADMIN).body(BodyForm.NATIVE);
    }

    /** For admins. */
    RouteBuilder uploads(TargetRule where) {
        kind = RouteKind.UPLOAD;
        target = where;
        return role(Role.ADMIN);
    }

    RouteBuilder namesHosts() {
        namesHosts = true;
        return this;
    }

    RouteBuilder makesModels() {
        makesModels = true;
        return this;
    }

    Route build() {
        return new Route(
                path,
                methods,
                role,
                kind,
                form,
                streaming,
                inference,
                target,
                listing,
                namesHosts,
                makesModels,
                answers);
    }
}
