package org.corral.settings;

import static org.corral.settings.Setting.API_KEYS;

/**
 * What programs may use instead of a token.
 *
 * @param on whether API keys are made and taken
 */
public record ApiKeySettings(boolean on) {
    static ApiKeySettings read(SettingReader in) {
        return new ApiKeySettings(in.required(API_KEYS, OnOff::parse));
    }
}
