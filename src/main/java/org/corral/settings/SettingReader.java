package org.corral.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Returns typed values, and collects every mistake instead of stopping at the first. After a mistake it returns the
 * default, so that the records can be built; nobody sees them, because loading fails in the end.
 */
final class SettingReader {
    private final Map<Setting, RawSetting> raw = new EnumMap<>(Setting.class);
    private final Mistakes mistakes;
    private final String home;

    SettingReader(Sources sources, Mistakes mistakes) {
        for (Setting setting : Setting.values()) {
            raw.put(setting, RawSetting.find(setting, sources));
        }
        this.mistakes = mistakes;
        this.home = sources.systemProperties().getOrDefault("user.home", System.getProperty("user.home", ""));
    }

    Map<Setting, Origin> origins() {
        Map<Setting, Origin> origins = new EnumMap<>(Setting.class);
        raw.forEach((setting, found) -> origins.put(setting, found.origin()));
        return origins;
    }

    SettingsInForce inForce() {
        return new SettingsInForce(Arrays.stream(Setting.values())
                .map(setting -> SettingInForce.of(setting, found(setting)))
                .toList());
    }

    /** Empty if the setting is not set, and after a mistake. */
    <T> Optional<T> optional(Setting setting, Parser<T> parser) {
        RawSetting found = found(setting);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parse(found.value()));
        } catch (WrongValueException e) {
            mistakes.add(setting, found, e);
            return Optional.empty();
        }
    }

    /** For settings that have a default. */
    <T> T required(Setting setting, Parser<T> parser) {
        return optional(setting, parser).orElseGet(() -> parseDefault(setting, parser));
    }

    String text(Setting setting) {
        return required(setting, Texts::parse);
    }

    int number(Setting setting, Range<Integer> range) {
        return required(setting, text -> range.accept(parseNumber(text, range)));
    }

    Duration duration(Setting setting, Range<Duration> range) {
        return required(setting, text -> range.accept(Durations.parse(text)));
    }

    Size size(Setting setting, Range<Size> range) {
        return required(setting, text -> range.accept(Size.parse(text)));
    }

    /** One of a few words, in upper or lower case. */
    <T> T choice(Setting setting, T[] values, Function<T, String> spelling) {
        return required(setting, text -> Arrays.stream(values)
                .filter(value -> spelling.apply(value).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new WrongValueException(
                        "is none of these", Arrays.stream(values).map(spelling).collect(Collectors.joining(", ")))));
    }

    Path path(Setting setting) {
        // Even the default may be wrong, if the user has no home; then any path is returned.
        return optional(setting, text -> HomePath.parse(text, home))
                .orElseGet(() -> Path.of("").toAbsolutePath());
    }

    Optional<Secret> secret(Setting setting, int shortest) {
        boolean isFile = found(setting).isFile();
        return optional(setting, text -> {
            String secret = isFile ? SecretFile.read(HomePath.parse(text, home)) : text;
            if (secret.length() < shortest) {
                throw new WrongValueException(
                        (isFile ? "holds a secret that is" : "is") + " too short",
                        "at least " + shortest + " characters");
            }
            return new Secret(secret);
        });
    }

    /** Notes a mistake if the first setting is set and the second is not. */
    void needs(Setting setting, Setting needed) {
        Origin origin = found(setting).origin();
        if (!found(setting).isEmpty() && found(needed).isEmpty()) {
            Place place = origin.place();
            String or = needed.isSecret() ? " or " + needed.fileNameIn(place) : "";
            mistakes.add(origin, "needs " + needed.nameIn(place) + or + " as well");
        }
    }

    /** Notes that a value, which is valid by itself, contradicts another. */
    void clashes(Setting setting, String why) {
        mistakes.add(found(setting).origin(), why);
    }

    private RawSetting found(Setting setting) {
        RawSetting found = raw.get(setting);
        if (found == null) {
            throw new IllegalStateException("Every setting was looked up in the constructor");
        }
        return found;
    }

    private static int parseNumber(String text, Range<Integer> range) throws WrongValueException {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new WrongValueException("is not a number in range", range.toString());
        }
        return Integer.parseInt(text);
    }

    private static <T> T parseDefault(Setting setting, Parser<T> parser) {
        try {
            return parser.parse(setting.defaultText());
        } catch (WrongValueException e) {
            throw new IllegalStateException("The default of " + setting.dottedName() + " " + e.problem(), e);
        }
    }
}
