package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin of the settings, and what is left of them and of their session after a restart without them. */
@Tag("once")
final class FirstAdminIT {
    private static final String EMAIL = "boss@corral.test";
    private static final String PASSWORD = Secrets.fresh();

    @TempDir
    Path folder;

    @Test
    void adminOfTheSettingsSignsInAndStaysAfterARestart() throws Exception {
        Path data = folder.resolve("data");
        String token = tokenOfTheFirstStart(data);

        try (TomcatProcess again = TomcatProcess.setup().dataDir(data).start()) {
            Site site = Site.of(again);
            assertThat(Site.text(site.me(token), "role")).isEqualTo("admin");
            assertThat(site.signIn(EMAIL, PASSWORD).status()).isEqualTo(200);
        }
    }

    private String tokenOfTheFirstStart(Path data) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .dataDir(data)
                .environment("CORRAL_ADMIN_EMAIL", EMAIL)
                .environment("CORRAL_ADMIN_PASSWORD_FILE", file.toString())
                .start()) {
            Site site = Site.of(tomcat);
            RawAnswer session = site.signIn(EMAIL, PASSWORD);
            assertThat(Site.text(session, "role")).isEqualTo("admin");
            assertThat(site.signUp("Late", "late@corral.test", Site.PASSWORD).status())
                    .isEqualTo(403);
            tomcat.stop();
            assertThat(tomcat.log()).doesNotContain(PASSWORD, Site.token(session));
            return Site.token(session);
        }
    }
}
