package org.corral.proxy;

import java.time.Clock;
import org.corral.backend.Fleet;
import org.corral.ollama.RouteKind;
import org.corral.settings.ProxySettings;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;

/** The objects and settings that all exchanges share. */
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
        return new Timeouts(settings.timeouts(), kind, monotonic());
    }

    /** Looks at all exchanges that wait. */
    Ticker ticker() {
        return fleet.ticker();
    }

    /** By which everything that waits is measured. */
    MonotonicClock monotonic() {
        return ticker().clock();
    }

    /** The servers that a request is for. */
    TargetServers targets(AdmittedRequest admitted) {
        return TargetServers.of(admitted, fleet.servers());
    }

    /** Whether there is more than one server. */
    boolean hasSeveral() {
        return fleet.servers().size() > 1;
    }
}
