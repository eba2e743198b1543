package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecedenceTest {
    private static final Map<String, String> NONE = Map.of();

    @Test
    void environmentWinsOverAliasSystemPropertyAndContextParam() {
        Map<String, String> both = Map.of("CORRAL_TOKEN_LIFETIME", "1h", "JWT_EXPIRES_IN", "2h");

        assertLifetime(both, property("3h"), property("4h"), 1, "CORRAL_TOKEN_LIFETIME (environment)");
    }

    @Test
    void aliasWinsOverSystemPropertyAndContextParam() {
        assertLifetime(
                Map.of("JWT_EXPIRES_IN", "2h"), property("3h"), property("4h"), 2, "JWT_EXPIRES_IN (environment)");
    }

    @Test
    void systemPropertyWinsOverContextParam() {
        assertLifetime(NONE, property("3h"), property("4h"), 3, "corral.token-lifetime (system property)");
    }

    @Test
    void contextParamWinsOverTheDefault() {
        assertLifetime(NONE, NONE, property("4h"), 4, "corral.token-lifetime (context-param)");
    }

    @Test
    void emptyIsNotSet() {
        Map<String, String> empty = Map.of("CORRAL_TOKEN_LIFETIME", "", "JWT_EXPIRES_IN", " \n");

        assertLifetime(empty, property(""), property("4h"), 4, "corral.token-lifetime (context-param)");
    }

    @Test
    void contextParamThatRepeatsTheDefaultIsTheDefault() {
        assertLifetime(NONE, NONE, property("\n 4w "), 672, "corral.token-lifetime (default)");
    }

    @Test
    void namesOfOtherPlacesAreNotLookedAt() {
        Map<String, String> dotted = property("1h");
        Map<String, String> shouted = Map.of("CORRAL_TOKEN_LIFETIME", "1h", "JWT_EXPIRES_IN", "1h");

        assertLifetime(dotted, shouted, shouted, 672, "corral.token-lifetime (default)");
    }

    @Test
    void valuesThatLoseAreNotReadAtAll() {
        Map<String, String> both = Map.of("CORRAL_TOKEN_LIFETIME", "1h", "JWT_EXPIRES_IN", "nonsense");

        assertLifetime(both, property("nonsense"), property("nonsense"), 1, "CORRAL_TOKEN_LIFETIME (environment)");
    }

    @Test
    void pluralOfOpenWebUiWinsOverTheSingular() {
        Settings settings = Load.environment(Map.of(
                "OLLAMA_BASE_URLS", "http://a:1;http://b:2",
                "OLLAMA_BASE_URL", "http://c:3",
                "OLLAMA_API_BASE_URL", "http://d:4/api"));

        assertThat(OllamaServers.urls(settings.backend().servers()))
                .containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
        assertThat(settings.origins().get(Setting.OLLAMA_URLS)).hasToString("OLLAMA_BASE_URLS (environment)");
    }

    @Test
    void singularOfOpenWebUiWinsOverTheOldName() {
        Settings settings =
                Load.environment(Map.of("OLLAMA_BASE_URL", "http://c:3", "OLLAMA_API_BASE_URL", "http://d:4/api"));

        assertThat(OllamaServers.urls(settings.backend().servers())).containsExactly(URI.create("http://c:3"));
    }

    @ParameterizedTest
    @CsvSource({"http://d:4/api", "http://d:4/api/", "http://d:4", "http://d:4/"})
    void oldNameOfOpenWebUiLosesItsApi(String text) {
        assertThat(OllamaServers.urls(
                        Load.environment("OLLAMA_API_BASE_URL", text).backend().servers()))
                .containsExactly(URI.create("http://d:4"));
    }

    @ParameterizedTest
    @CsvSource({"true, OPEN", "True, OPEN", "false, CLOSED", "FALSE, CLOSED", "first, FIRST"})
    void openWebUisSwitchOfSignupIsUnderstood(String text, SignupPolicy policy) {
        assertThat(Load.environment("ENABLE_SIGNUP", text).account().signup()).isEqualTo(policy);
        assertThat(Load.environment("CORRAL_SIGNUP", text).account().signup()).isEqualTo(policy);
    }

    @Test
    void openWebUisRoleAndSecretAreUnderstood() {
        Settings settings =
                Load.environment(Map.of("DEFAULT_USER_ROLE", "user", "WEBUI_SECRET_KEY", "0123456789abcdef"));

        assertThat(settings.account().defaultRole()).isEqualTo(Role.USER);
        assertThat(settings.token().secret()).contains(new Secret("0123456789abcdef"));
    }

    private static Map<String, String> property(String value) {
        return Map.of("corral.token-lifetime", value);
    }

    private static void assertLifetime(
            Map<String, String> environment,
            Map<String, String> properties,
            Map<String, String> params,
            int hours,
            String origin) {
        Settings settings = Settings.load(new Sources(environment, properties, params));
        assertThat(settings.token().lifetime()).isEqualTo(Duration.ofHours(hours));
        assertThat(settings.origins().get(Setting.TOKEN_LIFETIME)).hasToString(origin);
    }
}
