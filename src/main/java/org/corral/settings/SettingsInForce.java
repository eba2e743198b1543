package org.corral.settings;

import java.util.List;

/**
 * The values of all settings in force, in the order of the catalogue.
 *
 * @param all one entry for each {@link Setting}
 */
public record SettingsInForce(List<SettingInForce> all) {
    public SettingsInForce {
        all = List.copyOf(all);
    }
}
