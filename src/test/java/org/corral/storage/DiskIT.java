package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server whose disk is full, or which may write to few folders, as under the unit of systemd that Debian has for Tomcat. */
@Tag("tomcat")
@Tag("once")
@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class DiskIT {
    private static final String EMAIL = "ada@corral.test";
    private static final String VERSION = "/ollama/api/version";
    private static final Set<PosixFilePermission> WRITE = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    @TempDir
    Path folder;

    @AfterEach
    void openAgain() throws IOException {
        writable(folder, true);
    }

    /** A file of the process can't become larger than this: to write fails as it does on a disk without space. */
    private static void mostBytes(TomcatProcess tomcat, String bytes) throws IOException {
        Process command = new ProcessBuilder("prlimit", "--pid", Long.toString(tomcat.pid()), "--fsize=" + bytes)
                .inheritIO()
                .start();
        assertThat(command.onExit().join().exitValue()).isZero();
    }

    @Test
    void onAFullDiskWhatCanNotBeKeptIsRefusedAndAllIsWellWhenThereIsSpace() throws Exception {
        try (StandInOllama ollama = StandInOllama.start(0)) {
            TomcatProcess tomcat =
                    TomcatProcess.setup().ollama(ollama.port()).dataDir(folder).start();
            try {
                Site site = Site.of(tomcat);
                String token = Site.token(site.signUp("Ada", EMAIL, Site.PASSWORD));
                String bearer = "Authorization: Bearer " + token;
                assertThat(site.get(VERSION, bearer).status()).isEqualTo(200);

                mostBytes(tomcat, Files.size(folder.resolve("corral.mv.db")) + ":unlimited");
                RawAnswer refused = firstRefused(site, bearer);
                assertThat(refused.status()).as(refused::text).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isPresent();
                assertThat(refused.text()).contains("database").doesNotContain("Exception", "h2");
                tomcat.awaitLog("The database can't write: is its disk full");
                assertThat(site.get(VERSION, bearer).status()).isEqualTo(200);

                mostBytes(tomcat, "unlimited:unlimited");
                awaitSignIn(site);
                String later = Site.token(site.signIn(EMAIL, Site.PASSWORD));
                tomcat.stop();
                assertThat(tomcat.log()).doesNotContain("at org.corral.", "at org.h2.");

                tomcat = tomcat.startAgain();
                assertThat(tomcat.deployed()).as(tomcat::log).isTrue();
                assertThat(Site.of(tomcat).me(token).status()).isEqualTo(200);
                assertThat(Site.of(tomcat).me(later).status()).isEqualTo(200);
            } finally {
                tomcat.close();
            }
        }
    }

    /** Whatever space is left in the file is used up first. */
    private static RawAnswer firstRefused(Site site, String bearer) throws IOException {
        byte[] picture = new byte[36_000];
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            random.nextBytes(picture);
            Map<String, String> profile = Map.of(
                    "name",
                    "Ada",
                    "profile_image_url",
                    "data:image/png;base64," + Base64.getEncoder().encodeToString(picture));
            RawAnswer answer = site.post("/api/v1/auths/update/profile", profile, bearer);
            if (answer.status() != 200) {
                return answer;
            }
        }
        throw new AssertionError("nothing was refused");
    }

    private static void awaitSignIn(Site site) throws IOException {
        long end = System.nanoTime() + Gate.SOON.toNanos();
        for (RawAnswer answer = site.signIn(EMAIL, Site.PASSWORD);
                answer.status() != 200;
                answer = site.signIn(EMAIL, Site.PASSWORD)) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(System.nanoTime()).as(answer::text).isLessThan(end);
            LockSupport.parkNanos(200_000_000);
        }
    }

    @Test
    void readOnlyDataFolderIsNamedAtStartAndNothingInItIsLost() throws Exception {
        TomcatSetup setup = TomcatProcess.setup().withoutPowersOfRoot().dataDir(folder);
        TomcatProcess tomcat = setup.start();
        try {
            String token = Site.token(Site.of(tomcat).signUp("Ada", EMAIL, Site.PASSWORD));
            tomcat.stop();

            writable(folder, false);
            tomcat = tomcat.startAgain();
            assertThat(tomcat.deployed()).isFalse();
            assertThat(tomcat.log())
                    .contains(
                            "Corral can't start. The data folder " + folder + " is not writable for the server's user")
                    .contains("corral.data-dir")
                    .doesNotContain("at org.corral.", "at org.h2.");
            tomcat.stop();

            writable(folder, true);
            tomcat = tomcat.startAgain();
            assertThat(tomcat.deployed()).as(tomcat::log).isTrue();
            assertThat(Site.of(tomcat).me(token).status()).isEqualTo(200);
        } finally {
            tomcat.close();
        }
    }

    /** As {@code server-config/tomcat} advises for Debian's unit: one folder more is all that Corral needs. */
    @Test
    void whereTheHomeAndTheServersFilesAreReadOnlyAFolderOfItsOwnIsEnough() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        writable(home, false);
        TomcatSetup setup = TomcatProcess.setup()
                .withoutPowersOfRoot()
                .packed()
                .jvmArg("-Duser.home=" + home)
                .contextParam("corral.data-dir", "~/.corral");
        TomcatProcess tomcat = setup.startAnyway();
        try {
            assertThat(tomcat.deployed()).isFalse();
            assertThat(tomcat.log())
                    .contains("Corral can't start. The data folder " + home + "/.corral can't be made")
                    .contains("corral.data-dir")
                    .doesNotContain("at org.corral.");
            tomcat.stop();

            for (String part : new String[] {"conf", "lib", "webapps"}) {
                writable(tomcat.base().resolve(part), false);
            }
            setup.environment(
                    "CORRAL_DATA_DIR",
                    Files.createDirectory(folder.resolve("state")).toString());
            tomcat = tomcat.startAgain();
            assertThat(tomcat.deployed()).as(tomcat::log).isTrue();
            String token = Site.token(Site.of(tomcat).signUp("Ada", EMAIL, Site.PASSWORD));
            assertThat(Site.of(tomcat).me(token).status()).isEqualTo(200);
            assertThat(folder.resolve("state/corral.mv.db")).exists();
        } finally {
            writable(tomcat.base(), true);
            tomcat.close();
        }
    }

    private static void writable(Path start, boolean yes) throws IOException {
        try (Stream<Path> files = Files.walk(start)) {
            for (Path file : files.toList()) {
                Set<PosixFilePermission> rights = EnumSet.copyOf(Files.getPosixFilePermissions(file));
                if (yes) {
                    rights.add(PosixFilePermission.OWNER_WRITE);
                } else {
                    rights.removeAll(WRITE);
                }
                Files.setPosixFilePermissions(file, rights);
            }
        }
    }
}
