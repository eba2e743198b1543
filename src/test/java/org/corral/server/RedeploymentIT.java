package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.corral.it.Chat;
import org.corral.it.Site;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stays in Tomcat when Corral leaves, by Tomcat's own reports. */
@Tag("tomcat")
final class RedeploymentIT {
    private static final int TIMES = 10;
    private static final String LOADER = "org.apache.catalina.loader.ParallelWebappClassLoader";
    private static final String EMAIL = "ann@corral.test";
    private static final String PASSWORD = UUID.randomUUID().toString();

    @Test
    void tenDeploymentsLeaveNothingBehind() throws Exception {
        leavesNothing(TIMES, with -> with);
    }

    /** Then the JDK, which knows the drivers of all applications, loads Corral's own too, at the moment when it asks for them. */
    @Test
    void deploymentsBesideTheServersOwnDriverLeaveNothingBehind() throws Exception {
        Path driver = Path.of(org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        leavesNothing(2, with -> with.library(driver));
    }

    private static void leavesNothing(int times, UnaryOperator<TomcatSetup> settings) throws Exception {
        String war = BuiltFiles.war().toUri().toString();
        try (StandInOllama ollama = StandInOllama.start(0);
                TomcatProcess tomcat = settings.apply(TomcatProcess.setup()
                                .path("/corral")
                                .ollama(ollama.port())
                                .withManager())
                        .start()) {
            Site site = Site.of(tomcat);
            site.signUp("Ann", EMAIL, PASSWORD);
            for (int i = 0; i < times; i++) {
                chat(site);
                assertThat(tomcat.manager("deploy?update=true&path=/corral&war=" + war))
                        .endsWith("OK - Deployed application at context path [/corral]\n");
            }
            chat(site);

            // It collects garbage before it looks.
            assertThat(tomcat.manager("findleaks?statusLine=true")).isEqualTo("OK - No memory leaks found\n");
            assertThat(tomcat.log()).doesNotContain("memory leak", "failed to stop", "failed to unregister", "SEVERE");
            assertThat(tomcat.objects(LOADER))
                    .as("of the manager, and of Corral")
                    .isEqualTo(2);
        }
    }

    /** So that every part has been at work when it is closed. */
    private static void chat(Site site) throws Exception {
        String token = Site.token(site.signIn(EMAIL, PASSWORD));
        Chat chat = Chat.ndjson("word", 3);
        RawAnswer answer = site.post(chat.path(), chat.body(), "Authorization: Bearer " + token);
        assertThat(answer.text()).contains("\"done\":true");
    }
}
