package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomePathTest {
    private static final String HOME =
            Path.of("").toAbsolutePath().resolve("home").toString();

    @Test
    void tildeIsTheHome() throws Exception {
        assertThat(HomePath.parse("~", HOME)).isEqualTo(Path.of(HOME));
        assertThat(HomePath.parse("~/.corral", HOME)).isEqualTo(Path.of(HOME, ".corral"));
    }

    @Test
    void tildeElsewhereIsACharacter() throws Exception {
        assertThat(HomePath.parse(HOME + "/~", HOME)).isEqualTo(Path.of(HOME, "~"));
    }

    @Test
    void relativePathsBecomeAbsolute() throws Exception {
        assertThat(HomePath.parse("a/../b", HOME))
                .isEqualTo(Path.of("b").toAbsolutePath())
                .isAbsolute();
    }

    @Test
    void anotherUsersHomeIsNotGuessed() {
        assertThatThrownBy(() -> HomePath.parse("~ada/x", HOME)).hasMessage("names another user's home");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "?"})
    void userWithoutAHomeNeedsAnAbsolutePath(String home) throws Exception {
        assertThatThrownBy(() -> HomePath.parse("~/.corral", home)).hasMessageContaining("has no home");
        assertThat(HomePath.parse(HOME, home)).isEqualTo(Path.of(HOME));
    }

    @Test
    void whatNoFileSystemTakesIsNoPath() {
        assertThatThrownBy(() -> HomePath.parse("a\0b", HOME)).hasMessage("is not a path");
    }
}
