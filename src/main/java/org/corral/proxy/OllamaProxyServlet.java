package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.corral.container.CallerConnection;
import org.corral.flow.BufferedResponse;
import org.corral.http.ContextAttributes;
import org.corral.http.Refusals;
import org.corral.http.RefusedException;

/**
 * Mapped at {@code /ollama/*}, behind the authentication filter: lets a request pass to Ollama if its route is known and
 * the caller's role suffices. Asynchronous: after {@link #service} no thread is held.
 */
public final class OllamaProxyServlet extends HttpServlet {
    private transient Gateway gateway;
    private transient Admission admission;

    @Override
    public void init() {
        ProxyEntry entry = ContextAttributes.get(getServletContext(), ProxyEntry.class);
        gateway = entry.gateway();
        admission = entry.admission();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            // AsyncRequest.breakOff() has dispatched it.
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
