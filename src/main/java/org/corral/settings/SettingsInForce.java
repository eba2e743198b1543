package org.corral.settings;

import java.util.List;

/**
 * Every setting as it holds, in the catalogue's order.
 *
 * @param all one for each {@link Setting}
 */
public record SettingsInForce(List<SettingInForce> all) {
    public SettingsInForce {
        all = List.copyOf(all);
    }
}
