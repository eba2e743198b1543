package org.corral.settings;

/**
 * The value of a setting in force, for display.
 *
 * @param value as it was written; {@value #MASK} if it is or may contain a secret; empty if it is not set
 * @param origin where the value comes from
 */
public record SettingInForce(
        String name,
        String environmentName,
        String value,
        String defaultValue,
        Origin origin,
        boolean secret,
        String description) {
    private static final String MASK = "***";

    static SettingInForce of(Setting setting, RawSetting raw) {
        boolean masked = !setting.isQuotable() && !raw.isEmpty();
        return new SettingInForce(
                setting.dottedName(),
                setting.environmentName(),
                masked ? MASK : raw.value(),
                setting.defaultText(),
                raw.origin(),
                setting.isSecret(),
                setting.description());
    }
}
