package org.corral.proxy;

import java.time.Clock;
import org.corral.backend.Fleet;
import org.corral.settings.ProxySettings;

/** What all exchanges share. */
record Gateway(Fleet fleet, Running running, Arrivals arrivals, ModelRule rule, ProxySettings settings, Clock clock) {}
