package org.corral.watch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of a {@link HealthReport}.
 *
 * @param needed whether the report is down if this check is
 * @param data further facts, without secrets: texts, numbers and booleans
 */
public record HealthCheck(String name, boolean up, boolean needed, Map<String, Object> data) {
    public HealthCheck {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** As MicroProfile Health 4.0 writes a check. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("status", HealthReport.word(up));
        if (!data.isEmpty()) {
            json.put("data", data);
        }
        return json;
    }
}
