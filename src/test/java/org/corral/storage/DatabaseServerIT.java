package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.UUID;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

/**
 * A Tomcat whose accounts are on a real database server: {@code .ci/with-database mariadb mvn verify -DskipUnitTests
 * -Dit.test=DatabaseServerIT}, or {@code postgres}.
 */
@Tag("database")
@Tag("storage")
@Tag("tomcat")
final class DatabaseServerIT {
    private static final String EMAIL = "ada@corral.test";

    private final DatabaseServer server =
            DatabaseServer.schema(UUID.randomUUID().toString());

    private TomcatSetup byUrl() {
        return TomcatProcess.setup()
                .environment("CORRAL_JDBC_URL", server.jdbc().url())
                .environment("CORRAL_JDBC_USER", server.jdbc().user().orElseThrow())
                .environment(
                        "CORRAL_JDBC_PASSWORD",
                        server.jdbc().password().orElseThrow().reveal());
    }

    @Test
    void databaseAtAJdbcUrlIsUsed() throws Exception {
        // PostgreSQL's driver comes with Corral.
        assertUsed(DatabaseServer.isPostgres() ? byUrl() : byUrl().library(DatabaseServer.driverJar()));
    }

    private static void assertUsed(TomcatSetup setup) throws Exception {
        String token;
        try (TomcatProcess tomcat = setup.start()) {
            token = Site.token(Site.of(tomcat).signUp("Ada", EMAIL, Site.PASSWORD));
            assertThat(Site.of(tomcat).me(token).status()).isEqualTo(200);
            assertThat(tomcat.log()).containsPattern(DatabaseServer.product() + "[0-9.]+.* through corral.jdbc-url");
            assertThat(Files.exists(tomcat.dataDir().resolve("corral.mv.db"))).isFalse();
            tomcat.stop();
            assertThat(tomcat.log())
                    .doesNotContain("failed to unregister", "memory leak", "failed to stop", "at org.corral.");
        }
        try (TomcatProcess again = setup.start()) {
            assertThat(Site.of(again).me(token).status()).isEqualTo(200);
            assertThat(Site.of(again).signIn(EMAIL, Site.PASSWORD).status()).isEqualTo(200);
        }
    }

    @Test
    @DisabledIf("org.corral.storage.DatabaseServer#isPostgres")
    void missingDriverIsSaidInOneSentence() throws Exception {
        try (TomcatProcess tomcat = byUrl().startAnyway()) {
            assertThat(tomcat.deployed()).isFalse();
            assertThat(tomcat.log())
                    .contains(
                            "Corral can't start. corral.jdbc-url names MariaDB, whose driver does not come with Corral: put"
                                    + " the driver's jar (with the class org.mariadb.jdbc.Driver) where the server's own libraries are")
                    .doesNotContain("at org.corral.");
        }
    }
}
