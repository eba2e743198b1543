package org.corral.server;

import org.corral.it.OwnGate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stays in the server when Corral leaves, and what Corral keeps for the next copy of it. */
@Tag("portable")
@Timeout(600)
final class RedeploymentIT {
    private static final int TIMES = 10;

    @Test
    void tenDeploymentsLeaveNothingBehind() throws Exception {
        try (OwnGate gate = OwnGate.start(with -> with.path("/corral").withManager())) {
            Redeployments.of(gate, TIMES);
        }
    }
}
