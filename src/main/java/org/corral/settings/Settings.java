package org.corral.settings;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that an operator can set, read once at start.
 *
 * @param origins where each value came from, for every setting in the catalogue's order
 * @param inForce every setting with its value, for display
 */
public record Settings(
        StorageSettings storage,
        AccountSettings account,
        ApiKeySettings apiKeys,
        SignatureSettings signatures,
        SignInSettings signIn,
        TokenSettings token,
        KeySettings keys,
        HttpSettings http,
        BackendSettings backend,
        ProxySettings proxy,
        StopSettings stop,
        Map<Setting, Origin> origins,
        SettingsInForce inForce) {

    public Settings {
        origins = Collections.unmodifiableMap(new EnumMap<>(origins));
    }

    /**
     * Reads every setting: environment before system property before context-param before default.
     *
     * @throws SettingsException with all mistakes, when there are any
     */
    public static Settings load(Sources sources) {
        Mistakes mistakes = new Mistakes();
        SettingNames.check(sources, mistakes);
        SettingReader in = new SettingReader(sources, mistakes);
        Settings settings = new Settings(
                StorageSettings.read(in),
                AccountSettings.read(in),
                ApiKeySettings.read(in),
                SignatureSettings.read(in),
                SignInSettings.read(in),
                TokenSettings.read(in),
                KeySettings.read(in),
                HttpSettings.read(in),
                BackendSettings.read(in),
                ProxySettings.read(in),
                StopSettings.read(in),
                in.origins(),
                in.inForce());
        if (settings.signIn().auth() != AuthMode.ON && settings.http().anyCorsOrigin()) {
            in.clashes(Setting.CORS_ORIGINS, "is * while corral.auth is off: any page could then use this Ollama");
        }
        List<String> lines = mistakes.lines();
        if (!lines.isEmpty()) {
            throw new SettingsException(lines);
        }
        return settings;
    }

    /** One line for each setting that was given under the name that it had in an earlier release. */
    public List<String> formerNames() {
        return Arrays.stream(FormerName.values())
                .flatMap(former -> Optional.ofNullable(origins.get(former.setting()))
                        .filter(origin -> origin.name().equals(former.nameIn(origin.place())))
                        .map(origin -> origin + " is the former name of "
                                + former.setting().nameIn(origin.place()) + ": use the present name, the former one"
                                + " is read in this release only.")
                        .stream())
                .toList();
    }
}
