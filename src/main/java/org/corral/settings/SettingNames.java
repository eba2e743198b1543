package org.corral.settings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds unknown names that begin like settings of Corral, and secrets that are set twice in one place. */
final class SettingNames {
    private static final List<Place> PLACES = List.of(Place.ENVIRONMENT, Place.SYSTEM_PROPERTY, Place.CONTEXT_PARAM);

    // Kubernetes and old Docker links put these into every container beside a service that is called corral or
    // corral-db.
    private static final Pattern SERVICE_LINK = Pattern.compile("CORRAL_(?:[A-Z0-9_]+_)?"
            + "(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");
    private static final Pattern SERVICE_LINK_PORT = Pattern.compile("CORRAL_(?:[A-Z0-9_]+_)?PORT");
    private static final Pattern SERVICE_LINK_URL = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private SettingNames() {}

    static void check(Sources sources, Mistakes mistakes) {
        for (Place place : PLACES) {
            Map<String, String> texts = sources.at(place);
            unknown(texts, place)
                    .forEach(name -> mistakes.add(
                            new Origin(place, Mistakes.name(name)),
                            "there is no such setting; the nearest is " + nearest(name, place)));
            givenTwice(texts, place)
                    .forEach(setting -> mistakes.add(
                            new Origin(place, setting.nameIn(place)),
                            "is set, and " + setting.fileNameIn(place) + " as well; accepted: one of them"));
            twoNames(texts, place)
                    .forEach(former -> mistakes.add(
                            new Origin(place, former.nameIn(place)),
                            "is the former name of " + former.setting().nameIn(place)
                                    + ", which is set as well; accepted: the present name"));
        }
    }

    /** Sorted, so that the same mistakes give the same message. */
    private static Stream<String> unknown(Map<String, String> texts, Place place) {
        return texts.keySet().stream()
                .filter(name -> isOurs(name, place))
                .filter(name -> names(place).noneMatch(name::equals))
                .filter(name -> Arrays.stream(FormerName.values())
                        .noneMatch(former -> former.nameIn(place).equals(name)))
                .filter(name -> place != Place.ENVIRONMENT || !isServiceLink(name, texts.getOrDefault(name, "")))
                .sorted();
    }

    private static Stream<Setting> givenTwice(Map<String, String> texts, Place place) {
        return Arrays.stream(Setting.values())
                .filter(Setting::isSecret)
                .filter(setting -> isSet(texts, setting.nameIn(place)) && isSet(texts, setting.fileNameIn(place)));
    }

    private static Stream<FormerName> twoNames(Map<String, String> texts, Place place) {
        return Arrays.stream(FormerName.values())
                .filter(former -> isSet(texts, former.nameIn(place)))
                .filter(former -> isDecided(texts, former.setting(), place));
    }

    /** web.xml has every present name with its default. */
    private static boolean isDecided(Map<String, String> texts, Setting setting, Place place) {
        String text = texts.getOrDefault(setting.nameIn(place), "").strip();
        return !text.isEmpty() && (place != Place.CONTEXT_PARAM || !text.equals(setting.defaultText()));
    }

    private static boolean isOurs(String name, Place place) {
        return name.startsWith(place == Place.ENVIRONMENT ? "CORRAL_" : "corral.");
    }

    private static boolean isServiceLink(String name, String text) {
        return SERVICE_LINK.matcher(name).matches()
                || (SERVICE_LINK_PORT.matcher(name).matches()
                        && SERVICE_LINK_URL.matcher(text).matches());
    }

    private static boolean isSet(Map<String, String> texts, String name) {
        return !texts.getOrDefault(name, "").isBlank();
    }

    /** Case and the kind of separator count nothing: corral.token_lifetime means corral.token-lifetime. */
    private static String nearest(String name, Place place) {
        return names(place)
                .min(Comparator.comparingInt(known -> EditDistance.between(plain(known), plain(name))))
                .orElseThrow();
    }

    private static Stream<String> names(Place place) {
        return Arrays.stream(Setting.values())
                .flatMap(setting -> setting.isSecret()
                        ? Stream.of(setting.nameIn(place), setting.fileNameIn(place))
                        : Stream.of(setting.nameIn(place)));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }
}
