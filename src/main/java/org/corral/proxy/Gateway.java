package org.corral.proxy;

import java.time.Clock;
import org.corral.backend.Fleet;
import org.corral.settings.ProxySettings;

/** What all exchanges share. */
record Gateway(Fleet fleet, Running running, Arrivals arrivals, ModelRule rule, ProxySettings settings, Clock clock) {

    /** The most of an answer that waits for its caller, in bytes. */
    int streamBuffer() {
        return settings.bodies().streamBuffer().toInt();
    }

    Patience patience(Use use) {
        return new Patience(settings.patience(), use);
    }
}
