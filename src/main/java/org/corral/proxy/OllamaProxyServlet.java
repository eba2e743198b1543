package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.corral.backend.Fleet;
import org.corral.flow.FlowLimits;
import org.corral.flow.HeldResponse;
import org.corral.http.ClientAddress;
import org.corral.http.Parts;
import org.corral.http.Refusals;
import org.corral.http.RefusedException;
import org.corral.servers.CallersConnection;
import org.corral.settings.ProxySettings;
import org.corral.settings.SignInSettings;

/**
 * Mapped at {@code /ollama/*}, behind the authentication filter: lets a request pass to Ollama if its route is known and
 * the caller's role suffices. Asynchronous: after {@link #service} no thread is held.
 */
public final class OllamaProxyServlet extends HttpServlet {
    private transient Gateway gateway;
    private transient Entrance entrance;

    @Override
    public void init() {
        ProxySettings settings = Parts.get(getServletContext(), ProxySettings.class);
        ModelRule rule = new ModelRule(settings.rights());
        gateway = new Gateway(
                Parts.get(getServletContext(), Fleet.class),
                Parts.get(getServletContext(), Running.class),
                new Arrivals(
                        settings.bodies(),
                        rule,
                        Parts.get(getServletContext(), FlowLimits.class).memory()),
                rule,
                settings,
                Parts.get(getServletContext(), Clock.class));
        SignInSettings clients = Parts.get(getServletContext(), SignInSettings.class);
        entrance = new Entrance(
                Routes.with(settings.rights().routes()),
                new ForwardedFields(new ClientAddress(clients.trustedProxies())));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            // Dispatched by Ending.breakOff().
            CallersConnection.of(request).breakOff();
            return;
        }
        try {
            Permission permission = entrance.permit(request);
            if (gateway.running().isFull()) {
                throw new RefusedException(Failures.TOO_MANY);
            }
            HttpServletResponse direct = HeldResponse.direct(response);
            AsyncContext async = request.startAsync(request, direct);
            // Ollama may think for as long as it likes; what is waited for is timed by ProxyExchange.
            async.setTimeout(0);
            if (ListExchange.isFor(permission, gateway)) {
                new ListExchange(async, permission, gateway).begin();
            } else {
                new ProxyExchange(async, permission, gateway).begin(direct);
            }
        } catch (RefusedException e) {
            Refusals.send(request, response, e.refusal());
        }
    }
}
