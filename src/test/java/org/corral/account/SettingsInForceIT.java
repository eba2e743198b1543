package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.settings.Setting;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What admins are shown of the settings. */
@Tag("once")
@Timeout(120)
class SettingsInForceIT {
    private final String secret = Secrets.fresh();

    @Test
    void everySettingIsShownWithWhereItCameFromAndNoSecret(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), secret);
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .environment("JWT_EXPIRES_IN", "8h")
                .environment("CORRAL_SECRET_FILE", file.toString())
                .jvmArg("-Dcorral.signin-tries=7")
                .contextParam("corral.token-issuer", "house")
                .start()) {
            Site site = Site.of(tomcat);
            String admin = "Authorization: Bearer " + Site.token(site.signUp("Ann", "ann@corral.test", Site.PASSWORD));
            RawAnswer answer = site.get("/api/v1/admin/settings", admin);
            assertThat(answer.text()).doesNotContain(secret);
            JsonNode all = Gate.json(answer).path("settings");
            assertThat(all.valueStream().map(each -> each.path("name").asString()))
                    .containsExactlyElementsOf(Arrays.stream(Setting.values())
                            .map(Setting::dottedName)
                            .toList());
            shows(all, "corral.token-lifetime", "8h", "environment", "JWT_EXPIRES_IN");
            shows(all, "corral.secret", "***", "environment", "CORRAL_SECRET_FILE");
            shows(all, "corral.signin-tries", "7", "system property", "corral.signin-tries");
            shows(all, "corral.token-issuer", "house", "context-param", "corral.token-issuer");
            shows(all, "corral.jdbc-password", "", "default", "corral.jdbc-password");

            site.post("/api/v1/auths/admin/config", Map.of("ENABLE_SIGNUP", true, "DEFAULT_USER_ROLE", "user"), admin);
            JsonNode switched =
                    Gate.json(site.get("/api/v1/admin/settings", admin)).path("settings");
            shows(switched, "corral.signup", "open", "admin", "null");
            shows(switched, "corral.default-role", "user", "admin", "null");
            onlyForAdmins(site);
        }
    }

    private static void onlyForAdmins(Site site) throws IOException {
        String user = Site.token(site.signUp("Ben", "ben@corral.test", Site.PASSWORD));
        assertThat(site.get("/api/v1/admin/settings", "Authorization: Bearer " + user)
                        .status())
                .isEqualTo(403);
        assertThat(site.get("/api/v1/admin/settings").status()).isEqualTo(401);
    }

    private static void shows(JsonNode all, String name, String value, String source, String sourceName) {
        JsonNode found = all.valueStream()
                .filter(each -> each.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(found.path("value").asString()).as(name).isEqualTo(value);
        assertThat(found.path("source").asString()).as(name).isEqualTo(source);
        JsonNode where = found.path("source_name");
        assertThat(where.isNull() ? "null" : where.asString()).as(name).isEqualTo(sourceName);
    }
}
