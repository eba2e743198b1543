package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownNamesTest {

    @ParameterizedTest
    @CsvSource({
        "CORRAL_TOKEN_LIFTIME, CORRAL_TOKEN_LIFETIME",
        "CORRAL_OLLAMA_URL, CORRAL_OLLAMA_URLS",
        "CORRAL_JDBC_PASSWORD_FIEL, CORRAL_JDBC_PASSWORD_FILE",
        "CORRAL_DATA-DIR, CORRAL_DATA_DIR",
        "CORRAL_token_lifetime, CORRAL_TOKEN_LIFETIME",
        "CORRAL_DATA_DIR_FILE, CORRAL_DATA_DIR"
    })
    void environmentIsToldTheNearestName(String name, String nearest) {
        assertThat(Load.mistakes(name, "x"))
                .containsExactly(name + " (environment): there is no such setting; the nearest is " + nearest);
    }

    @ParameterizedTest
    @CsvSource({
        "corral.token_lifetime, corral.token-lifetime",
        "corral.tokenLifetime, corral.token-lifetime",
        "corral.token.lifetime, corral.token-lifetime",
        "corral.secret_file, corral.secret-file",
        "corral.jdbc-pasword, corral.jdbc-password"
    })
    void propertiesAndContextParamsAreToldTheNearestName(String name, String nearest) {
        String problem = ": there is no such setting; the nearest is " + nearest;

        assertThat(Load.mistakes(new Sources(Map.of(), Map.of(name, "x"), Map.of())))
                .containsExactly(name + " (system property)" + problem);
        assertThat(Load.mistakes(new Sources(Map.of(), Map.of(), Map.of(name, "x"))))
                .containsExactly(name + " (context-param)" + problem);
    }

    @Test
    void emptyUnknownNamesAreMistakesToo() {
        assertThat(Load.mistakes("CORRAL_COLOUR", "")).hasSize(1);
    }

    @Test
    void namesThatDoNotBeginLikeOursAreNotLookedAt() {
        Map<String, String> others = Map.of(
                "CORRALX", "x", "corral.colour", "x", "corral_secret", "x", "OLLAMA_HOST", "0.0.0.0", "PATH", "/");
        Map<String, String> params = Map.of("CORRAL_COLOUR", "x", "corralx", "x", "jakarta.faces.STAGE", "x");

        assertThat(Load.mistakes(new Sources(others, params, params))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CORRAL_SERVICE_HOST, 10.0.0.1",
        "CORRAL_SERVICE_PORT, 8080",
        "CORRAL_SERVICE_PORT_HTTP, 8080",
        "CORRAL_PORT, tcp://10.0.0.1:8080",
        "CORRAL_PORT_8080_TCP, tcp://10.0.0.1:8080",
        "CORRAL_PORT_8080_TCP_PROTO, tcp",
        "CORRAL_PORT_8080_TCP_ADDR, 10.0.0.1",
        "CORRAL_DB_SERVICE_HOST, 10.0.0.2",
        "CORRAL_DB_PORT, tcp://10.0.0.2:5432",
        "CORRAL_DB_PORT_5432_TCP_PORT, 5432"
    })
    void whatKubernetesMakesForAServiceOfOurNameIsLeftAlone(String name, String value) {
        assertThat(Load.mistakes(name, value)).isEmpty();
    }

    @Test
    void portThatIsNoServiceLinkIsAMistake() {
        assertThat(Load.mistakes("CORRAL_PORT", "8080")).hasSize(1);
        assertThat(Load.mistakes(new Sources(Map.of(), Map.of("corral.port", "tcp://h:1"), Map.of())))
                .hasSize(1);
    }

    @Test
    void namesThatWouldSpoilTheLogAreNotRepeated() {
        assertThat(Load.mistakes("CORRAL_\nX", "x"))
                .singleElement()
                .asString()
                .startsWith("a name of 9 characters (environment): ");
    }
}
