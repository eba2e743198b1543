package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a server keeps its accounts: in its data folder, at a JDBC URL, or in a data source of the server. */
final class DatabaseChoiceIT {
    private static final String PASSWORD = Secrets.fresh();

    @TempDir
    Path folder;

    @Test
    @Tag("once")
    void secondServerOnTheSameFolderIsToldInOneSentence() throws Exception {
        TomcatSetup both = TomcatProcess.setup().dataDir(folder);
        try (TomcatProcess first = both.start();
                TomcatProcess second = both.startAnyway()) {
            assertThat(second.deployed()).isFalse();
            assertThat(second.log())
                    .contains("Corral can't start. The database " + folder.resolve("corral.mv.db")
                            + " is in use by another process")
                    .doesNotContain("at org.corral.", "at org.h2.", "MVStoreException", "HikariPool");
            assertThat(Site.of(first).get("/").status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("once")
    void databaseAtAJdbcUrlIsUsed() throws Exception {
        assertKeptElsewhere(TomcatProcess.setup()
                .environment("CORRAL_JDBC_URL", url())
                .environment("CORRAL_JDBC_USER", "corral")
                .environment("CORRAL_JDBC_PASSWORD", PASSWORD));
    }

    @Test
    @Tag("tomcat")
    void dataSourceOfTheServerIsUsedBeforeAllElse() throws Exception {
        Path driver = Path.of(org.h2.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertKeptElsewhere(TomcatProcess.setup()
                .library(driver)
                .environment("CORRAL_JDBC_URL", "jdbc:h2:mem:unused")
                .contextElement("<Resource name='jdbc/corral' type='javax.sql.DataSource' auth='Container'"
                        + " driverClassName='org.h2.Driver' username='corral' password='" + PASSWORD + "' url='"
                        + url() + "'/>"));
    }

    @Test
    @Tag("tomcat")
    @Tag("once")
    void nameThatLeadsToSomethingElseIsRefused() throws Exception {
        TomcatSetup wrong = TomcatProcess.setup()
                .contextElement("<Environment name='jdbc/corral' type='java.lang.String' value='jdbc:h2:mem:no'/>");
        try (TomcatProcess tomcat = wrong.startAnyway()) {
            assertThat(tomcat.deployed()).isFalse();
            assertThat(tomcat.log())
                    .contains(
                            "Corral can't start. What the server has under java:comp/env/jdbc/corral is not a data source:"
                                    + " bind a javax.sql.DataSource there or set corral.jndi-name to another name.")
                    .doesNotContain("at org.corral.");
        }
    }

    /** Without the word at its end H2 closes when the server begins to stop, before Corral has. */
    private String url() {
        return "jdbc:h2:file:" + folder.resolve("elsewhere") + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    private void assertKeptElsewhere(TomcatSetup setup) throws Exception {
        try (TomcatProcess tomcat = setup.start()) {
            String token = Site.token(Site.of(tomcat).signUp("Ada", "ada@corral.test", Site.PASSWORD));
            assertThat(Site.of(tomcat).me(token).status()).isEqualTo(200);
            assertThat(folder.resolve("elsewhere.mv.db")).exists();
            assertThat(Files.exists(tomcat.dataDir().resolve("corral.mv.db"))).isFalse();
            tomcat.stop();
            assertThat(tomcat.log()).doesNotContain("Never-in-a-log", "at org.corral.");
        }
    }
}
