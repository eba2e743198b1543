package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code corral.secret} whoever steals the database gets no key out of it. */
@Tag("once")
final class WrappedKeyIT {
    private static final String SECRET = Secrets.fresh();

    @TempDir
    Path data;

    private TomcatSetup server() {
        return TomcatProcess.setup().dataDir(data);
    }

    @Test
    void keyIsWrappedAndAWrongSecretStopsTheStart() throws Exception {
        String token;
        try (TomcatProcess tomcat =
                server().environment("CORRAL_SECRET", SECRET).start()) {
            token = Site.token(Site.of(tomcat).signUp("Ada", "ada@corral.test", Site.PASSWORD));
            tomcat.stop();
            assertThat(tomcat.log()).doesNotContain(SECRET);
        }
        assertThat(material()).startsWith("wrapped1$").doesNotContain("kty", "\"d\"", "\"n\"");

        assertStopped(server().environment("CORRAL_SECRET", Secrets.fresh()), "corral.secret is not");
        assertStopped(server(), "corral.secret is not set");

        // By the name that Open WebUI has for it.
        try (TomcatProcess tomcat =
                server().environment("WEBUI_SECRET_KEY", SECRET).start()) {
            assertThat(Site.of(tomcat).me(token).status()).isEqualTo(200);
        }
    }

    private static void assertStopped(TomcatSetup setup, String why) throws Exception {
        try (TomcatProcess tomcat = setup.startAnyway()) {
            assertThat(tomcat.deployed()).isFalse();
            assertThat(tomcat.log()).contains("Corral can't start. ", why).doesNotContain("at org.corral.");
        }
    }

    private String material() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + data.resolve("corral") + ";IFEXISTS=TRUE", "sa", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT material FROM corral_signing_key")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
