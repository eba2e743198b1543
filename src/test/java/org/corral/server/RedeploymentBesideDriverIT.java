package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.corral.it.OwnGate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What stays in a Tomcat with a driver of its own when Corral leaves. Then the JDK, which knows the drivers of all
 * applications, loads Corral's own too, at the moment when it asks for them.
 */
@Tag("tomcat")
final class RedeploymentBesideDriverIT {
    private static final String LOADER = "org.apache.catalina.loader.ParallelWebappClassLoader";

    @Test
    void twoDeploymentsLeaveNothingBehind() throws Exception {
        Path driver = Path.of(org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (OwnGate gate =
                OwnGate.start(with -> with.path("/corral").withManager().library(driver))) {
            Redeployments.of(gate, 2);

            // It collects garbage before it looks.
            assertThat(gate.tomcat().manager("findleaks?statusLine=true")).isEqualTo("OK - No memory leaks found\n");
            assertThat(gate.tomcat().log()).doesNotContain("SEVERE");
            assertThat(Jcmd.objects(gate.tomcat().pid(), LOADER))
                    .as("of the manager, and of Corral")
                    .isEqualTo(2);
        }
    }
}
