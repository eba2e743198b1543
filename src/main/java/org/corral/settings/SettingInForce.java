package org.corral.settings;

/**
 * One setting as it holds, for people to look at.
 *
 * @param value as it was written, {@value #MASK} for what is or may contain a secret; empty if it is not set
 * @param origin who says so
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
