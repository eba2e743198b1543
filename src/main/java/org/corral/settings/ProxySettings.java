package org.corral.settings;

/** How requests to Ollama and its answers pass. */
public record ProxySettings(TimeoutSettings timeouts, BodySettings bodies, RightSettings rights) {

    static ProxySettings read(SettingReader in) {
        return new ProxySettings(TimeoutSettings.read(in), BodySettings.read(in), RightSettings.read(in));
    }
}
