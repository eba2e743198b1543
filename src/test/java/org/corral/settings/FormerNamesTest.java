package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormerNamesTest {
    /** As web.xml lists it. */
    private static final Map<String, String> PRESENT_DEFAULT = Map.of("corral.queue-timeout", "1m");

    private static Settings load(Map<String, String> properties, Map<String, String> contextParams) {
        return Settings.load(new Sources(Map.of(), properties, contextParams));
    }

    @Test
    void formerNameIsReadInEveryPlaceAndAWarningSaysThePresentName() {
        Settings settings = Load.environment(Map.of("CORRAL_MAX_CONNECTIONS", "7", "CORRAL_CONNECTION_WAIT", "5s"));

        assertThat(settings.backend().queue().perServer()).isEqualTo(7);
        assertThat(settings.backend().queue().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.formerNames())
                .containsExactly(
                        "CORRAL_MAX_CONNECTIONS (environment) is the former name of CORRAL_REQUESTS_PER_SERVER: use the"
                                + " present name, the former one is read in this release only.",
                        "CORRAL_CONNECTION_WAIT (environment) is the former name of CORRAL_QUEUE_TIMEOUT: use the"
                                + " present name, the former one is read in this release only.");
        assertThat(load(Map.of("corral.max-connections", "8"), Map.of())
                        .backend()
                        .queue()
                        .perServer())
                .isEqualTo(8);
    }

    @Test
    void formerNameInAContextFileWinsOverTheDefaultThatWebXmlLists() {
        Settings settings = load(Map.of(), Map.of("corral.queue-timeout", "1m", "corral.connection-wait", "5s"));

        assertThat(settings.backend().queue().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.formerNames())
                .singleElement()
                .asString()
                .startsWith("corral.connection-wait (context-param)");
    }

    @Test
    void strongerPlaceWinsWhicheverNameItUses() {
        Settings settings = load(Map.of("corral.connection-wait", "5s"), Map.of("corral.queue-timeout", "7s"));

        assertThat(settings.backend().queue().timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void bothNamesInOnePlaceAreAMistake() {
        assertThat(Load.mistakes(Map.of("CORRAL_CONNECTION_WAIT", "5s", "CORRAL_QUEUE_TIMEOUT", "5s")))
                .containsExactly(
                        "CORRAL_CONNECTION_WAIT (environment): is the former name of CORRAL_QUEUE_TIMEOUT, which is"
                                + " set as well; accepted: the present name");
    }

    @Test
    void presentNamesWarnOfNothing() {
        assertThat(load(Map.of("corral.queue-timeout", "5s"), PRESENT_DEFAULT).formerNames())
                .isEmpty();
    }
}
