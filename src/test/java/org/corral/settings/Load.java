package org.corral.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;

/** Loads settings from one place only, as most tests need it. */
final class Load {
    private Load() {}

    static Settings defaults() {
        return environment(Map.of());
    }

    static Settings environment(String name, String value) {
        return environment(Map.of(name, value));
    }

    static Settings environment(Map<String, String> environment) {
        return Settings.load(new Sources(environment, Map.of(), Map.of()));
    }

    static List<String> mistakes(String name, String value) {
        return mistakes(Map.of(name, value));
    }

    static List<String> mistakes(Map<String, String> environment) {
        return mistakes(new Sources(environment, Map.of(), Map.of()));
    }

    /** The lines of the message, without its heading and the marks before them; none when loading succeeds. */
    static List<String> mistakes(Sources sources) {
        SettingsException e = catchThrowableOfType(SettingsException.class, () -> Settings.load(sources));
        if (e == null) {
            return List.of();
        }
        return String.valueOf(e.getMessage())
                .lines()
                .skip(1)
                .map(line -> line.substring("  - ".length()))
                .toList();
    }
}
