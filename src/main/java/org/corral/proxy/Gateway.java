package org.corral.proxy;

import java.time.Clock;
import org.corral.backend.Fleet;
import org.corral.ollama.RouteKind;
import org.corral.settings.ProxySettings;

/** What all exchanges share. */
record Gateway(
        Fleet fleet,
        RunningRequests running,
        InboundBodies inboundBodies,
        ModelRule rule,
        ProxySettings settings,
        Clock clock) {

    /** The most of an answer that waits for its caller, in bytes. */
    int streamBuffer() {
        return settings.bodies().streamBuffer().toInt();
    }

    Timeouts timeouts(RouteKind kind) {
        return new Timeouts(settings.timeouts(), kind);
    }
}
