package org.corral.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer to a question for health, in the form of MicroProfile Health 4.0. It is up if every check is that it needs. */
public record HealthReport(List<HealthCheck> checks) {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    public HealthReport {
        checks = List.copyOf(checks);
    }

    public boolean isUp() {
        return checks.stream().allMatch(check -> check.up() || !check.needed());
    }

    /** The HTTP status: 200 or 503. */
    public int status() {
        return isUp() ? OK : UNAVAILABLE;
    }

    /** For everybody: the status, and an empty list of checks. */
    public Map<String, Object> summary() {
        return json(List.of());
    }

    /** For admins: with the checks. */
    public Map<String, Object> details() {
        return json(checks.stream().map(HealthCheck::json).toList());
    }

    private Map<String, Object> json(List<Map<String, Object>> shown) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", word(isUp()));
        json.put("checks", shown);
        return json;
    }

    static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
