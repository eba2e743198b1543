package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator sees who made mistakes: all of them, in words. */
@Tag("once")
final class WrongSettingsIT {
    @Test
    void allMistakesAreToldAtOnceAndNothingStarts() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .environment("CORRAL_TOKEN_LIFETIME", "forever")
                .environment("CORRAL_SECRET", "in-no-log")
                .environment("OLLAMA_BASE_URLS", "http://127.0.0.1:1;gopher://x")
                .jvmArg("-Dcorral.tokn-algorithm=ES256")
                .contextParam("corral.password-iterations", "1000")
                .startAnyway()) {
            String log = tomcat.log();

            assertThat(tomcat.deployed()).isFalse();
            assertThat(log)
                    .containsOnlyOnce("5 settings are wrong.")
                    .contains("CORRAL_TOKEN_LIFETIME", "CORRAL_SECRET", "OLLAMA_BASE_URLS")
                    .contains("corral.tokn-algorithm", "nearest is corral.token-algorithm")
                    .contains("corral.password-iterations", "210000")
                    .doesNotContain("in-no-log", "at org.corral.");
            assertThat(Site.of(tomcat).get("/").status()).isEqualTo(404);
        }
    }

    @Test
    void namesOfOpenWebUiAreUnderstood() throws Exception {
        Gate gate = Gate.open();
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .environment("OLLAMA_API_BASE_URL", gate.ollama().url() + "/api")
                .start()) {
            Site site = Site.of(tomcat);
            String token = Site.token(site.signUp("Ada", "ada@corral.test", Site.PASSWORD));
            assertThat(site.get("/ollama/api/tags", "Authorization: Bearer " + token)
                            .status())
                    .isEqualTo(200);
        }
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .environment("OLLAMA_BASE_URLS", "http://127.0.0.1:1;http://127.0.0.1:2")
                .environment("OLLAMA_API_BASE_URL", "http://127.0.0.1:3/api")
                .start()) {
            assertThat(tomcat.log()).contains("Ollama at http://127.0.0.1:1, http://127.0.0.1:2 and");
        }
    }
}
