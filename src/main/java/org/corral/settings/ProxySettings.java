package org.corral.settings;

/** The settings of requests to Ollama and of its answers. */
public record ProxySettings(TimeoutSettings timeouts, BodySettings bodies, RightSettings rights) {

    static ProxySettings read(SettingReader in) {
        return new ProxySettings(TimeoutSettings.read(in), BodySettings.read(in), RightSettings.read(in));
    }
}
