package org.corral.api;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.account.AdminConfig;
import org.corral.http.RefusedException;
import org.corral.settings.SettingInForce;
import org.corral.settings.SettingsInForce;

/** {@code /settings}: shows the value of every setting, and where it comes from. */
public final class SettingsHandler {
    private static final String SWITCHED = "admin";

    private final SettingsInForce settings;
    private final AdminConfig config;

    public SettingsHandler(SettingsInForce settings, AdminConfig config) {
        this.settings = settings;
        this.config = config;
    }

    void list(ApiCall call) throws RefusedException, IOException {
        call.reply(Map.of("settings", settings.all().stream().map(this::json).toList()));
    }

    private Map<String, Object> json(SettingInForce setting) {
        Optional<String> switched = config.switched(setting.name());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", setting.name());
        json.put("environment", setting.environmentName());
        json.put("value", switched.orElse(setting.value()));
        json.put("default", setting.defaultValue());
        json.put(
                "source",
                switched.isPresent() ? SWITCHED : setting.origin().place().text());
        json.put("source_name", switched.isPresent() ? null : setting.origin().name());
        json.put("secret", setting.secret());
        json.put("description", setting.description());
        return json;
    }
}
