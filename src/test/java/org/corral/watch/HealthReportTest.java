package org.corral.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HealthReportTest {
    private static HealthCheck check(String name, boolean up, boolean needed) {
        return new HealthCheck(name, up, needed, Map.of());
    }

    @Test
    void nothingToCheckIsUp() {
        HealthReport report = new HealthReport(List.of());
        assertThat(report.status()).isEqualTo(200);
        assertThat(report.summary()).isEqualTo(Map.of("status", "UP", "checks", List.of()));
        assertThat(report.details()).isEqualTo(report.summary());
    }

    @Test
    void oneNeededCheckThatIsDownTakesTheReportDown() {
        HealthReport report = new HealthReport(List.of(check("a", true, true), check("b", false, true)));
        assertThat(report.status()).isEqualTo(503);
        assertThat(report.summary()).isEqualTo(Map.of("status", "DOWN", "checks", List.of()));
        assertThat(report.details())
                .isEqualTo(Map.of(
                        "status",
                        "DOWN",
                        "checks",
                        List.of(Map.of("name", "a", "status", "UP"), Map.of("name", "b", "status", "DOWN"))));
    }

    @Test
    void checkThatIsNotNeededIsOnlyShown() {
        HealthReport report =
                new HealthReport(List.of(new HealthCheck("ollama 1", false, false, Map.of("needed", false))));
        assertThat(report.status()).isEqualTo(200);
        assertThat(report.details().get("checks"))
                .isEqualTo(List.of(Map.of("name", "ollama 1", "status", "DOWN", "data", Map.of("needed", false))));
    }
}
