package org.corral.settings;

import java.util.Map;
import java.util.Optional;

/**
 * The text of a setting as the operator has written it, before it is parsed.
 *
 * @param written the text, stripped; for a secret only without a carriage return at its end
 * @param value the text as the setting itself would have it; differs from {@code written} for aliases
 * @param isFile whether the text is the path of a file that holds the value
 */
record RawSetting(Origin origin, String written, String value, boolean isFile) {

    /** The strongest place where the setting is not empty. */
    static RawSetting find(Setting setting, Sources sources) {
        return at(Place.ENVIRONMENT, setting, sources)
                .or(() -> byAlias(setting, sources))
                .or(() -> at(Place.SYSTEM_PROPERTY, setting, sources))
                .or(() -> at(Place.CONTEXT_PARAM, setting, sources))
                .orElseGet(() -> plain(Place.DEFAULT, setting.dottedName(), setting.defaultText()));
    }

    private static Optional<RawSetting> at(Place place, Setting setting, Sources sources) {
        // web.xml lists every default, so a context-param with the default is not a decision of the operator.
        return byPresentName(place, setting, sources)
                .filter(raw -> place != Place.CONTEXT_PARAM || !raw.value.equals(setting.defaultText()))
                .or(() -> byFormerName(place, setting, sources));
    }

    private static Optional<RawSetting> byFormerName(Place place, Setting setting, Sources sources) {
        return FormerName.of(setting)
                .map(former -> former.nameIn(place))
                .flatMap(name -> text(sources.at(place), name, setting).map(text -> plain(place, name, text)));
    }

    private static Optional<RawSetting> byPresentName(Place place, Setting setting, Sources sources) {
        Map<String, String> texts = sources.at(place);
        Optional<RawSetting> direct =
                text(texts, setting.nameIn(place), setting).map(text -> plain(place, setting.nameIn(place), text));
        if (direct.isPresent() || !setting.isSecret()) {
            return direct;
        }
        String name = setting.fileNameIn(place);
        return text(texts, name, setting).map(path -> new RawSetting(new Origin(place, name), path, path, true));
    }

    private static Optional<RawSetting> byAlias(Setting setting, Sources sources) {
        for (Alias alias : setting.aliases()) {
            Optional<String> text = text(sources.environment(), alias.name(), setting);
            if (text.isPresent()) {
                Origin origin = new Origin(Place.ENVIRONMENT, alias.name());
                return Optional.of(new RawSetting(origin, text.get(), alias.translate(text.get()), false));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(Map<String, String> texts, String name, Setting setting) {
        return Optional.ofNullable(texts.get(name))
                .filter(text -> !text.isBlank())
                .map(text -> setting.isSecret() ? withoutLineEnd(text) : text.strip());
    }

    /** A script or a list of variables that was saved on Windows leaves a carriage return at the end of each value. */
    private static String withoutLineEnd(String text) {
        return text.replaceFirst("\\r?\\n?\\z", "");
    }

    private static RawSetting plain(Place place, String name, String text) {
        return new RawSetting(new Origin(place, name), text, text, false);
    }

    boolean isEmpty() {
        return value.isEmpty();
    }
}
