package org.corral.settings;

import static org.corral.settings.Setting.API_KEYS;

/**
 * The settings of API keys.
 *
 * @param on whether API keys can be made and used
 */
public record ApiKeySettings(boolean on) {
    static ApiKeySettings read(SettingReader in) {
        return new ApiKeySettings(in.required(API_KEYS, OnOff::parse));
    }
}
