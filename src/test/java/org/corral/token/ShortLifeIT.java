package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server whose tokens live for seconds, and may not be long. */
@Tag("once")
final class ShortLifeIT {
    @Test
    void tokenIsRefusedFromTheSecondOfItsEnd() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .environment("JWT_EXPIRES_IN", "3s")
                .contextParam("corral.token-max-length", "2048")
                .start()) {
            Site site = Site.of(tomcat);
            RawAnswer session = site.signUp("Ada", "ada@corral.test", Site.PASSWORD);
            Instant end =
                    Instant.ofEpochSecond(Gate.json(session).path("expires_at").asLong());

            assertTooLong(site, Site.token(session));
            Instant asked = Instant.now();
            RawAnswer answer = site.me(Site.token(session));
            while (answer.status() == 200) {
                assertThat(asked).isBefore(end);
                Thread.sleep(50);
                asked = Instant.now();
                answer = site.me(Site.token(session));
            }

            // The server looked at its clock later than we did.
            assertThat(Instant.now()).isAfterOrEqualTo(end);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"corral\", error=\"invalid_token\"");
            assertThat(Site.text(answer, "detail")).contains("expired", "POST /api/v1/auths/signin");
        }
    }

    private static void assertTooLong(Site site, String token) throws Exception {
        RawAnswer answer = site.me(token + "A".repeat(2049 - token.length()));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"corral\", error=\"invalid_token\"");
    }
}
