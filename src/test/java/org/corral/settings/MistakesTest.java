package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MistakesTest {

    @Test
    void allMistakesAreReportedTogether() {
        Sources sources = new Sources(
                Map.of("CORRAL_TOKEN_LIFETIME", "4 weeks", "OLLAMA_BASE_URL", "localhost:11434"),
                Map.of("corral.stream-buffer", "64 kilobytes"),
                Map.of("corral.ollama-url", "red", "corral.default-role", "root"));

        assertThatThrownBy(() -> Settings.load(sources))
                .isInstanceOf(SettingsException.class)
                .hasMessage("""
                        5 settings are wrong.
                          - corral.ollama-url (context-param): there is no such setting; the nearest is corral.ollama-urls
                          - corral.default-role (context-param): "root" is none of these; accepted: pending, user, admin
                          - CORRAL_TOKEN_LIFETIME (environment): "4 weeks" is not a duration; accepted: such as 500ms, \
                        30s, 10m, 1h30m or 4w, in the units w d h m s ms
                          - OLLAMA_BASE_URL (environment): "localhost:11434" does not begin with http:// or https://; \
                        accepted: such as http://127.0.0.1:11434, several separated by commas
                          - corral.stream-buffer (system property): "64 kilobytes" is not a size; accepted: such as 64KB, \
                        1MB or 2GB, or a plain number of bytes""");
    }

    @Test
    void oneMistakeIsNotCalledSeveral() {
        assertThatThrownBy(() -> Load.environment("CORRAL_SIGNUP", "maybe"))
                .hasMessage("A setting is wrong.\n"
                        + "  - CORRAL_SIGNUP (environment): \"maybe\" is none of these; "
                        + "accepted: first, open (or true), closed (or false)");
    }

    @ParameterizedTest
    @CsvSource({
        "ENABLE_SIGNUP, maybe",
        "DEFAULT_USER_ROLE, root",
        "JWT_EXPIRES_IN, 4 weeks",
        "WEBUI_SECRET_KEY, t0p-s3cr3t",
        "OLLAMA_BASE_URLS, ollama",
        "OLLAMA_BASE_URL, /ollama",
        "OLLAMA_API_BASE_URL, ollama/api"
    })
    void aliasesAreNamedAsTheOperatorWroteThem(String alias, String value) {
        assertThat(Load.mistakes(alias, value)).singleElement().asString().startsWith(alias + " (environment): ");
    }

    @Test
    void adminNeedsEmailAndPassword() {
        assertThat(Load.mistakes("CORRAL_ADMIN_EMAIL", "ada@example.org"))
                .containsExactly("CORRAL_ADMIN_EMAIL (environment): "
                        + "needs CORRAL_ADMIN_PASSWORD or CORRAL_ADMIN_PASSWORD_FILE as well");
        assertThat(Load.mistakes(new Sources(Map.of(), Map.of("corral.admin-password", "hunter2"), Map.of())))
                .containsExactly("corral.admin-password (system property): needs corral.admin-email as well");
    }

    @Test
    void withoutSignInNotEveryPageMayReadAnswers() {
        assertThat(Load.mistakes(Map.of("WEBUI_AUTH", "False", "CORS_ALLOW_ORIGIN", "*")))
                .containsExactly("CORS_ALLOW_ORIGIN (environment): is * while corral.auth is off:"
                        + " any page could then use this Ollama");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "@", "a@", "@b", "a b@c", "a@b@c"})
    void adminNeedsAnEmailAddress(String email) {
        assertThat(Load.mistakes(Map.of("CORRAL_ADMIN_EMAIL", email, "CORRAL_ADMIN_PASSWORD", "hunter2")))
                .singleElement()
                .asString()
                .endsWith(" is not an e-mail address; accepted: such as ada@example.org");
    }

    @Test
    void databaseUserAndPasswordNeedAUrl() {
        assertThat(Load.mistakes(Map.of("CORRAL_JDBC_USER", "ada", "CORRAL_JDBC_PASSWORD", "hunter2")))
                .containsExactly(
                        "CORRAL_JDBC_USER (environment): needs CORRAL_JDBC_URL as well",
                        "CORRAL_JDBC_PASSWORD (environment): needs CORRAL_JDBC_URL as well");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://h/d?password=hunter2", "jdbc:", "jdbc:x", "jdbc:x:", "jdbc: hunter2"})
    void databaseUrlIsNeverQuoted(String url) {
        assertThat(Load.mistakes("CORRAL_JDBC_URL", url))
                .containsExactly("CORRAL_JDBC_URL (environment): the value does not begin with jdbc:; "
                        + "accepted: such as jdbc:postgresql://db.example.org/corral");
    }

    @Test
    void homelessUserIsToldToNameAFolder() {
        assertThat(Load.mistakes(new Sources(Map.of(), Map.of("user.home", "?"), Map.of())))
                .containsExactly("corral.data-dir (default): \"~/.corral\" can't be found, because the user who runs "
                        + "the server has no home; accepted: an absolute path");
    }

    @Test
    void secretsAreNeverPrinted() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("CORRAL_SECRET", "hunter2");
        environment.put("CORRAL_SECRET_FILE", "hunter2");
        environment.put("CORRAL_SECRTE", "hunter2");
        environment.put("CORRAL_ADMIN_PASSWORD_FILE", "hunter2");
        environment.put("CORRAL_JDBC_PASSWORD", "hunter2");
        environment.put("CORRAL_JDBC_URL", "hunter2");
        environment.put("CORRAL_OLLAMA_URLS", "bob:hunter2@ollama:11434");
        environment.put("CORRAL_PUBLIC_URL", "https://example.org/?key=hunter2");

        assertThatThrownBy(() -> Load.environment(environment))
                .hasMessageStartingWith("8 settings are wrong.")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void valuesThatAreLongOrNotPrintableAreNotQuoted() {
        assertThat(Load.mistakes("CORRAL_SIGNUP", "x".repeat(60)).toString()).contains("\"xxx");
        assertThat(Load.mistakes("CORRAL_SIGNUP", "x".repeat(61)).toString()).contains("): the value is none");
        for (String text : new String[] {"a\nb", "a\u001b[2Jb", "a\u202eb", "a\u0085b", "a\ud800b"}) {
            assertThat(Load.mistakes("CORRAL_SIGNUP", text))
                    .singleElement()
                    .asString()
                    .startsWith("CORRAL_SIGNUP (environment): the value is none");
        }
    }
}
