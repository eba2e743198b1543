package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.corral.it.Gate;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tomcat quotes some malformed requests in its log, each kind once a day: seen on a server that has just started. */
@Tag("tomcat")
final class ServerLogIT {
    @Test
    void credentialsInMalformedRequestsStayOutOfTheLog() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup().start()) {
            for (String line : List.of(
                    "Cookie: token=Never-in-a-log .x",
                    "Cookie: token=\"Never-in-a-log",
                    "Authorization: Bearer Never-in-a-log\u0001",
                    "Authorization : Bearer Never-in-a-log",
                    "x-api-key: Never-in-a-log\r\n continued")) {
                RawClient.exchange(tomcat.port(), RawClient.request("GET", "/api/v1/auths/", line), Gate.SOON);
            }
            tomcat.stop();
            assertThat(tomcat.log()).doesNotContain("Never-in-a-log");
        }
    }
}
