package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
    private static final String GOOD = "0123456789abcdef";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void oneLineEndIsDropped(String end) throws IOException {
        assertThat(load(file(GOOD + end))).contains(new Secret(GOOD));
    }

    @Test
    void byteOrderMarkOfWindowsProgramsIsNoPartOfTheSecret() throws IOException {
        String line = GOOD + "ß\r\n";

        assertThat(load(file("\ufeff" + line, StandardCharsets.UTF_8))).contains(new Secret(GOOD + "ß"));
        assertThat(load(file("\ufeff" + line, StandardCharsets.UTF_16LE))).contains(new Secret(GOOD + "ß"));
        assertThat(load(file("\ufeff" + line, StandardCharsets.UTF_16BE))).contains(new Secret(GOOD + "ß"));
    }

    @Test
    void wideTextWithoutAMarkIsAMistake() throws IOException {
        for (Charset wide :
                List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, Charset.forName("UTF-32BE"))) {
            assertMistake(
                    file(GOOD, wide), "is not text in UTF-8; accepted: a file that holds the secret and nothing else");
        }
        assertMistake(
                file("\ufeff" + GOOD, Charset.forName("UTF-32LE")),
                "is not text in UTF-8; accepted: a file that holds the secret and nothing else");
    }

    @Test
    void blankThatWindowsEchoLeavesIsAMistake() throws IOException {
        assertMistake(
                file(GOOD + " \r\n"),
                "ends in a blank, which Windows' echo leaves before a >; accepted: a file without that blank");
    }

    @Test
    void secretInAScriptOfWindowsHasNoHalfLineEnd() {
        assertThat(Load.environment("CORRAL_SECRET", GOOD + " \r").token().secret())
                .contains(new Secret(GOOD + " "));
    }

    @Test
    void everythingElseBelongsToTheSecret() throws IOException {
        assertThat(load(file(" " + GOOD + "ß \n\n"))).contains(new Secret(" " + GOOD + "ß \n"));
    }

    @Test
    void fileIsTakenFromEveryPlace() throws IOException {
        String path = file(GOOD).toString();
        Map<String, String> dotted = Map.of("corral.secret-file", path);

        Settings byProperty = Settings.load(new Sources(Map.of(), dotted, Map.of()));
        Settings byParam = Settings.load(new Sources(Map.of(), Map.of(), dotted));

        assertThat(byProperty.token().secret()).contains(new Secret(GOOD));
        assertThat(byParam.token().secret()).contains(new Secret(GOOD));
        assertThat(byParam.origins().get(Setting.SECRET)).hasToString("corral.secret-file (context-param)");
    }

    @Test
    void pathMayBeginWithTheHome() throws IOException {
        file(GOOD);
        Sources sources =
                new Sources(Map.of("CORRAL_SECRET_FILE", "~/secret"), Map.of("user.home", folder.toString()), Map.of());

        assertThat(Settings.load(sources).token().secret()).contains(new Secret(GOOD));
    }

    @Test
    void environmentFileWinsOverAliasAndProperty() throws IOException {
        Map<String, String> environment =
                Map.of("CORRAL_SECRET_FILE", file(GOOD).toString(), "WEBUI_SECRET_KEY", "another secret of sixteen");
        Sources sources = new Sources(environment, Map.of("corral.secret", "a third secret of sixteen"), Map.of());

        assertThat(Settings.load(sources).token().secret()).contains(new Secret(GOOD));
    }

    @Test
    void bothInOnePlaceAreAMistake() throws IOException {
        String path = file(GOOD).toString();

        assertThat(Load.mistakes(Map.of("CORRAL_SECRET", GOOD, "CORRAL_SECRET_FILE", path)))
                .containsExactly(
                        "CORRAL_SECRET (environment): is set, and CORRAL_SECRET_FILE as well; accepted: one of them");
        assertThat(Load.mistakes(Map.of("CORRAL_SECRET", "", "CORRAL_SECRET_FILE", path)))
                .isEmpty();
    }

    @Test
    void missingFileIsAMistake() {
        assertMistake(folder.resolve("none"), "does not exist; accepted: the path of a file that holds the secret");
    }

    @Test
    void folderIsAMistake() {
        assertMistake(folder, "is a folder or a device; accepted: the path of a file that holds the secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \n\n"})
    void emptyFileIsAMistake(String content) throws IOException {
        assertMistake(file(content), "is empty; accepted: a file that holds the secret and nothing else");
    }

    @Test
    void fileOf64KilobytesIsJustTaken() throws IOException {
        assertThat(load(file("x".repeat(65536)))).isPresent();
        assertMistake(
                file("x".repeat(65537)),
                "is larger than 64KB; accepted: a file that holds the secret and nothing else");
    }

    @Test
    void binaryFileIsAMistake() throws IOException {
        Path file =
                Files.write(folder.resolve("secret"), "0123456789abcdef\u00ff".getBytes(StandardCharsets.ISO_8859_1));

        assertMistake(file, "is not text in UTF-8; accepted: a file that holds the secret and nothing else");
    }

    @Test
    void unreadableFileIsAMistake() {
        // The one file that not even root can read from its beginning.
        Path file = Path.of("/proc/self/mem");
        assumeTrue(Files.isRegularFile(file));

        assertMistake(file, "can't be read by the user who runs the server");
    }

    @Test
    void shortSecretInAFileIsAMistake() throws IOException {
        assertMistake(file("hunter2\n"), "holds a secret that is too short; accepted: at least 16 characters");
    }

    @Test
    void pathThatIsNoneIsAMistake() {
        assertThat(Load.mistakes("CORRAL_SECRET_FILE", "a\0b"))
                .containsExactly("CORRAL_SECRET_FILE (environment): the file is not a path; "
                        + "accepted: an absolute path, or one that begins with ~/");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content);
    }

    private Path file(String content, Charset charset) throws IOException {
        return Files.writeString(folder.resolve("secret"), content, charset);
    }

    private static Optional<Secret> load(Path file) {
        return Load.environment("CORRAL_SECRET_FILE", file.toString()).token().secret();
    }

    private static void assertMistake(Path file, String problem) {
        assertThat(Load.mistakes("CORRAL_SECRET_FILE", file.toString()))
                .containsExactly("CORRAL_SECRET_FILE (environment): the file " + problem);
    }
}
