package org.corral.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.corral.account.AccountRefusals;
import org.corral.flow.FlowLimits;
import org.corral.flow.RequestReading;
import org.corral.http.PublicUrl;
import org.corral.http.Refusal;
import org.corral.http.Refusals;
import org.corral.http.RefusedException;
import org.corral.http.RequestId;
import org.corral.settings.Size;
import org.corral.storage.ConflictException;
import org.corral.storage.StorageUnavailableException;

/**
 * The routes of a servlet, by exact method and path. Requests for other paths are told which routes there are. A body is
 * read before its handler is called, and no thread is held meanwhile.
 */
public final class Routes {
    private static final System.Logger LOG = System.getLogger(Routes.class.getName());

    private final Size maxBody;
    private final FlowLimits limits;
    private final List<Route> routes = new ArrayList<>();

    public Routes(Size maxBody, FlowLimits limits) {
        this.maxBody = maxBody;
        this.limits = limits;
    }

    Routes on(RouteRequirement requirement, String method, String path, Handler handler) {
        return on(requirement, method, path, "", handler);
    }

    Routes on(RouteRequirement requirement, String method, String path, String example, Handler handler) {
        routes.add(new Route(requirement, method, path, example, handler));
        return this;
    }

    List<Route> all() {
        return List.copyOf(routes);
    }

    /** Calls the handler of the route, or refuses with 404 or 405 if there is no such route. */
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            serve(request, response);
        } catch (RefusedException e) {
            Refusals.send(request, response, e.refusal());
        } catch (ConflictException e) {
            Refusals.send(request, response, AccountRefusals.changedByOthers().refusal());
        } catch (StorageUnavailableException e) {
            LOG.log(Level.WARNING, "The database can't be reached [" + RequestId.of(request) + "]");
            Refusals.send(
                    request, response, AccountRefusals.storageUnavailable().refusal());
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws RefusedException, IOException {
        String path = path(request);
        String root = PublicUrl.of(request).path() + request.getServletPath();
        List<Route> there = matching(path);
        if (there.isEmpty()) {
            throw new RefusedException(
                    Refusal.notFound("There is no such path here. These are: " + texts(root, routes)));
        }
        Optional<Route> route =
                there.stream().filter(each -> each.takes(request.getMethod())).findFirst();
        if (route.isPresent()) {
            String id = route.get().match(path).orElse("");
            ApiCall call = new ApiCall(request, response, id, route.get().example(), maxBody);
            // Checked before the body is read and again afterwards, since the account may have changed meanwhile.
            route.get().requirement().check(call);
            if (route.get().takesBody() && RequestReading.begins(request, response, maxBody, limits)) {
                // The request is dispatched here again when the body is complete.
                return;
            }
            route.get().handler().handle(call);
        } else if (request.getMethod().equals("OPTIONS")) {
            response.setHeader("Allow", allow(there));
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            throw new RefusedException(Refusal.methodNotAllowed("Use " + texts(root, there), allow(there)));
        }
    }

    /** Below the servlet's own path; empty text where the servlet is mapped to one path alone, and has a route for it. */
    private String path(HttpServletRequest request) {
        boolean exact = routes.stream().anyMatch(route -> route.path().isEmpty());
        return Optional.ofNullable(request.getPathInfo()).orElse(exact ? "" : "/");
    }

    /** An exact path comes before a path with braces: {@code /sessions/signout} is not the id of a session. */
    private List<Route> matching(String path) {
        List<Route> exact =
                routes.stream().filter(route -> route.path().equals(path)).toList();
        return exact.isEmpty()
                ? routes.stream().filter(route -> route.match(path).isPresent()).toList()
                : exact;
    }

    private static String texts(String root, List<Route> routes) {
        return routes.stream().map(route -> route.text(root)).collect(Collectors.joining("; ", "", "."));
    }

    private static String allow(List<Route> there) {
        TreeSet<String> methods = there.stream().map(Route::method).collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
