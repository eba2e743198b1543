package org.corral.proxy;

import java.time.Clock;
import org.corral.backend.Fleet;
import org.corral.flow.FlowLimits;
import org.corral.http.ClientAddress;
import org.corral.ollama.Routes;
import org.corral.settings.ProxySettings;

/** The part of {@link OllamaProxyServlet}: decides which request may pass, and has what all exchanges share. */
public final class ProxyEntry {
    private final Admission admission;
    private final Gateway gateway;

    public ProxyEntry(
            ProxySettings settings,
            Fleet fleet,
            RunningRequests running,
            FlowLimits limits,
            ClientAddress clients,
            Clock clock) {
        ModelRule rule = new ModelRule(settings.rights());
        this.admission = new Admission(Routes.with(settings.rights().routes()), new ForwardedFields(clients));
        this.gateway = new Gateway(
                fleet,
                running,
                new InboundBodies(
                        settings.bodies(),
                        rule,
                        limits.memory(),
                        limits.ticker().clock()),
                rule,
                settings,
                clock);
    }

    Admission admission() {
        return admission;
    }

    Gateway gateway() {
        return gateway;
    }
}
