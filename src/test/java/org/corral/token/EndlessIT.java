package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server whose tokens have no end, and the same without that setting. */
@Tag("once")
final class EndlessIT {
    @TempDir
    Path folder;

    @Test
    void tokenWithoutAnEndIsTakenWhileTheSettingIsOn() throws Exception {
        String token;
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .dataDir(folder)
                .environment("JWT_EXPIRES_IN", "-1")
                .start()) {
            Site site = Site.of(tomcat);
            RawAnswer session = site.signUp("Ada", "ada@corral.test", Site.PASSWORD);
            token = Site.token(session);

            assertThat(Gate.json(session).path("expires_at").isNull()).isTrue();
            assertThat(Gate.json(session).has("expires_at")).isTrue();
            assertThat(claims(token).has("exp")).isFalse();
            assertThat(session.header("Set-Cookie"))
                    .hasValueSatisfying(cookie -> assertThat(cookie).contains("Max-Age=34560000"));
            assertThat(Gate.json(site.me(token)).path("expires_at").isNull()).isTrue();
            assertThat(tomcat.log()).contains("Tokens have no end");
            tomcat.stop();
        }
        try (TomcatProcess tomcat = TomcatProcess.setup().dataDir(folder).start()) {
            Site site = Site.of(tomcat);

            assertThat(site.me(token).status()).isEqualTo(401);
            String next = Site.token(site.signIn("ada@corral.test", Site.PASSWORD));
            assertThat(claims(next).has("exp")).isTrue();
            assertThat(tomcat.log()).doesNotContain("Tokens have no end");
        }
    }

    private static JsonNode claims(String token) {
        return Gate.json(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }
}
