package org.corral.settings;

/** How requests to Ollama and its answers pass. */
public record ProxySettings(PatienceSettings patience, BodySettings bodies, RightSettings rights) {

    static ProxySettings read(SettingReader in) {
        return new ProxySettings(PatienceSettings.read(in), BodySettings.read(in), RightSettings.read(in));
    }
}
