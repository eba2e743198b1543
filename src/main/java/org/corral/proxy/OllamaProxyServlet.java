package org.corral.proxy;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
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
        try {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                dispatched(request, response);
            } else {
                begin(request, response);
            }
        } catch (RefusedException e) {
            Refusals.send(request, response, e.refusal());
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response) throws IOException, RefusedException {
        AdmittedRequest admitted = admission.permit(request);
        if (gateway.running().isFull()) {
            throw new RefusedException(Failures.TOO_MANY);
        }
        if (!ListRequest.begins(request, response, admitted, gateway)) {
            HttpServletResponse direct = BufferedResponse.direct(response);
            new ProxyExchange(request.startAsync(request, direct), admitted, gateway).begin();
        }
    }

    /** The lists that were asked for have come; or an answer that has begun is to be broken off. */
    private static void dispatched(HttpServletRequest request, HttpServletResponse response)
            throws IOException, RefusedException {
        Optional<ListRequest> list = ListRequest.of(request);
        if (list.isPresent()) {
            list.get().answer(request, response);
        } else {
            CallerConnection.of(request).breakOff();
        }
    }
}
