package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.UUID;
import org.corral.it.Site;
import org.corral.server.AppServer;
import org.corral.server.TomcatProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Accounts in the data source of a server, set up by its files in {@code server-config}: {@code .ci/with-database mariadb mvn
 * verify -DskipUnitTests -Dserver=wildfly -Dit.test=DataSourceIT}, or {@code postgres}.
 */
@Tag("database")
@Tag("portable")
@Timeout(600)
final class DataSourceIT {
    private static final String EMAIL = "ada@corral.test";

    private final DatabaseServer database =
            DatabaseServer.schema(UUID.randomUUID().toString());

    @Test
    void accountsAreThereAndStayThere() throws Exception {
        AppServer server = TomcatProcess.setup()
                .contextParam("corral.secret", UUID.randomUUID().toString())
                .dataSource(database.bound())
                .startUnderTest();
        try {
            String token = Site.token(Site.of(server).signUp("Ada", EMAIL, Site.PASSWORD));
            assertThat(Site.of(server).me(token).status()).isEqualTo(200);
            assertUsed(server);
            int before = server.log().length();
            server.stop();
            assertThat(server.log().substring(before))
                    .doesNotContain("failed to unregister", "memory leak", "failed to stop", "at org.corral.");

            server = server.startAgain();
            assertUsed(server);
            assertThat(Site.of(server).me(token).status()).isEqualTo(200);
            assertThat(Site.of(server).signIn(EMAIL, Site.PASSWORD).status()).isEqualTo(200);
        } finally {
            server.close();
        }
    }

    private static void assertUsed(AppServer server) {
        assertThat(server.log())
                .containsPattern(DatabaseServer.product() + "[0-9.]+.* through the server's data source .*jdbc/corral");
        assertThat(Files.exists(server.base().resolve("data/corral.mv.db"))).isFalse();
    }
}
