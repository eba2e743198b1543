package org.corral.settings;

import java.util.Arrays;
import java.util.Optional;

/** The name that a setting had in an earlier release. It is still read, and a warning at start says the present name. */
enum FormerName {
    MAX_CONNECTIONS(Setting.REQUESTS_PER_SERVER),
    CONNECTION_WAIT(Setting.QUEUE_TIMEOUT);

    private final Setting setting;

    FormerName(Setting setting) {
        this.setting = setting;
    }

    static Optional<FormerName> of(Setting setting) {
        return Arrays.stream(values())
                .filter(former -> former.setting == setting)
                .findFirst();
    }

    Setting setting() {
        return setting;
    }

    String nameIn(Place place) {
        return place.spell(name());
    }
}
