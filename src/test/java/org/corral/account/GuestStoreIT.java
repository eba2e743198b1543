package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.corral.it.Site;
import org.corral.server.BuiltFiles;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A WAR with one class more: a second {@code IdentityStore}, found by the container. */
@Tag("once")
final class GuestStoreIT {
    @TempDir
    Path folder;

    @Test
    void anotherIdentityStoreTakesPart() throws Exception {
        try (TomcatProcess tomcat =
                TomcatProcess.setup().war(warWithGuests()).manyPasswords().start()) {
            Site site = Site.of(tomcat);
            String admin = Site.token(site.signUp("Ada", "ada@corral.test", Site.PASSWORD));

            RawAnswer guest = site.signIn(GuestStore.GUEST, GuestStore.PASSWORD);

            assertThat(Site.text(guest, "role")).isEqualTo("user");
            assertThat(Site.text(site.me(Site.token(guest)), "email")).isEqualTo(GuestStore.GUEST);
            assertThat(site.get("/api/v1/users/", "Authorization: Bearer " + admin)
                            .text())
                    .contains(GuestStore.GUEST);
            assertThat(site.signIn(GuestStore.GUEST, "another password").status())
                    .isEqualTo(400);
            assertThat(site.signIn(GuestStore.GUEST, "").status()).isEqualTo(400);

            RawAnswer risen = site.signIn(GuestStore.GUEST, GuestStore.ADMINS_PASSWORD);
            assertThat(Site.text(risen, "role")).isEqualTo("admin");
            assertThat(Site.text(risen, "id")).isEqualTo(Site.text(guest, "id"));
            assertThat(Site.text(site.signIn(GuestStore.GUEST, GuestStore.PASSWORD), "role"))
                    .isEqualTo("user");
            assertThat(site.me(Site.token(risen)).status()).isEqualTo(401);

            addressAloneOpensNothing(site, "Authorization: Bearer " + admin);
            assertThat(site.signIn("ada@corral.test", Site.PASSWORD).status()).isEqualTo(200);
        }
    }

    /** Somebody has the address first, with a password of their own. */
    private static void addressAloneOpensNothing(Site site, String admin) throws Exception {
        RawAnswer squatter = site.post(
                "/api/v1/auths/add", Map.of("name", "Eve", "email", GuestStore.BOSS, "password", Site.PASSWORD), admin);
        RawAnswer refused = site.signIn(GuestStore.BOSS, GuestStore.PASSWORD);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(Site.text(refused, "detail")).contains("not made for you");

        String id = Site.text(squatter, "id");
        site.post("/api/v1/users/" + id + "/update", Map.of("identity_store", true), admin);

        assertThat(site.signIn(GuestStore.BOSS, Site.PASSWORD).status()).isEqualTo(400);
        assertThat(Site.text(site.signIn(GuestStore.BOSS, GuestStore.PASSWORD), "id"))
                .isEqualTo(id);
    }

    private Path warWithGuests() throws Exception {
        Path war = Files.copy(BuiltFiles.war(), folder.resolve("guests.war"));
        String name = GuestStore.class.getName().replace('.', '/') + ".class";
        try (FileSystem entries = FileSystems.newFileSystem(war);
                InputStream code = GuestStore.class.getResourceAsStream("/" + name)) {
            Files.copy(code, entries.getPath("WEB-INF/classes").resolve(name));
        }
        return war;
    }
}
