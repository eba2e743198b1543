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
import org.corral.container.CallerConnection;
import org.corral.flow.BufferedResponse;
import org.corral.flow.FlowLimits;
import org.corral.http.ClientAddress;
import org.corral.http.ContextAttributes;
import org.corral.http.Refusals;
import org.corral.http.RefusedException;
import org.corral.ollama.Routes;
import org.corral.settings.ProxySettings;
import org.corral.settings.SignInSettings;

/**
 * Mapped at {@code /ollama/*}, behind the authentication filter: lets a request pass to Ollama if its route is known and
 * the caller's role suffices. Asynchronous: after {@link #service} no thread is held.
 */
public final class OllamaProxyServlet extends HttpServlet {
    private transient Gateway gateway;
    private transient Admission admission;

    @Override
    public void init() {
        ProxySettings settings = ContextAttributes.get(getServletContext(), ProxySettings.class);
        ModelRule rule = new ModelRule(settings.rights());
        FlowLimits limits = ContextAttributes.get(getServletContext(), FlowLimits.class);
        gateway = new Gateway(
                ContextAttributes.get(getServletContext(), Fleet.class),
                ContextAttributes.get(getServletContext(), RunningRequests.class),
                new InboundBodies(
                        settings.bodies(),
                        rule,
                        limits.memory(),
                        limits.ticker().clock()),
                rule,
                settings,
                ContextAttributes.get(getServletContext(), Clock.class));
        SignInSettings clients = ContextAttributes.get(getServletContext(), SignInSettings.class);
        admission = new Admission(
                Routes.with(settings.rights().routes()),
                new ForwardedFields(new ClientAddress(clients.trustedProxies())));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            // Dispatched by Ending.breakOff().
            CallerConnection.of(request).breakOff();
            return;
        }
        try {
            AdmittedRequest admitted = admission.permit(request);
            if (gateway.running().isFull()) {
                throw new RefusedException(Failures.TOO_MANY);
            }
            HttpServletResponse direct = BufferedResponse.direct(response);
            AsyncContext async = request.startAsync(request, direct);
            // Ollama may think for as long as it likes; what is waited for is timed by ProxyExchange.
            async.setTimeout(0);
            if (ListExchange.isFor(admitted, gateway)) {
                new ListExchange(async, admitted, gateway).begin();
            } else {
                new ProxyExchange(async, admitted, gateway).begin(direct);
            }
        } catch (RefusedException e) {
            Refusals.send(request, response, e.refusal());
        }
    }
}
