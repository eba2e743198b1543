package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.backend.Fleet;
import org.corral.http.Parts;
import org.corral.http.Refusal;
import org.corral.http.Refusals;
import org.corral.http.RefusedException;
import org.corral.settings.ProxySettings;

/**
 * Mapped at {@code /ollama/*}, behind the authentication filter: lets a request pass to Ollama if its route is known and
 * the caller's role suffices. Asynchronous: after {@link #service} no thread is held.
 */
public final class OllamaProxyServlet extends HttpServlet {
    private transient Gateway gateway;
    private transient Routes routes;

    @Override
    public void init() {
        ProxySettings settings = Parts.get(getServletContext(), ProxySettings.class);
        gateway = new Gateway(
                Parts.get(getServletContext(), Fleet.class),
                Parts.get(getServletContext(), Running.class),
                new Arrivals(settings.bodies()),
                new ModelRule(settings.rights()),
                settings);
        routes = Routes.with(settings.rights().routes());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            // Dispatched by Ending.breakOff().
            CallersConnection.breakOff(request);
            return;
        }
        try {
            Permission permission = permitted(request);
            AsyncContext async = request.startAsync(request, response);
            // Ollama may think for as long as it likes; what is waited for is timed by ProxyExchange.
            async.setTimeout(0);
            new ProxyExchange(async, permission, gateway).begin(response);
        } catch (RefusedException e) {
            Refusals.send(request, response, e.refusal());
        }
    }

    private Permission permitted(HttpServletRequest request) throws RefusedException {
        // To the letter as the caller wrote it. Not getPathInfo(): that is decoded, and what is decoded here would be
        // another path at Ollama.
        String path = request.getRequestURI()
                .substring(request.getContextPath().length()
                        + request.getServletPath().length());
        Route route = routes.find(path)
                .orElseThrow(() -> new RefusedException(Refusal.notFound(
                        "No such route. Corral passes on Ollama's API under " + request.getContextPath()
                                + "/ollama/api/… and " + request.getContextPath()
                                + "/ollama/v1/…, each path spelled exactly.")));
        if (!route.takes(request.getMethod())) {
            String allow = String.join(", ", route.methods());
            throw new RefusedException(Refusal.methodNotAllowed("This route takes " + allow + " only.", allow));
        }
        Optional<Caller> caller = Caller.of(request);
        if (caller.isEmpty() || caller.get().role().compareTo(route.role()) < 0) {
            throw new RefusedException(Refusal.forbidden(
                            "This route is for the role '" + route.role().text() + "' only.")
                    .with("WWW-Authenticate", "Bearer realm=\"corral\", error=\"insufficient_scope\""));
        }
        String query = request.getQueryString();
        return new Permission(path, query == null ? path : path + "?" + query, caller.get(), route);
    }
}
