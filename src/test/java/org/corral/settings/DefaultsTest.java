package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    private final Settings defaults = Load.defaults();

    @Test
    void storageIsAnEmbeddedDatabaseInTheHome() {
        Path dataDir = Path.of(System.getProperty("user.home"), ".corral");
        assertThat(defaults.storage())
                .isEqualTo(new StorageSettings(
                        dataDir, "java:comp/env/jdbc/corral", Optional.empty(), 10, Duration.ofSeconds(5)));
    }

    @Test
    void onlyTheFirstPersonSignsUp() {
        assertThat(defaults.account())
                .isEqualTo(new AccountSettings(
                        Optional.empty(),
                        SignupPolicy.FIRST,
                        Role.PENDING,
                        210_000,
                        64,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5)));
    }

    @Test
    void fifteenGuessesInThreeMinutesAndNoProxyIsTrusted() {
        assertThat(defaults.signIn())
                .isEqualTo(new SignInSettings(
                        AuthMode.ON, 15, 300, 30, Duration.ofMinutes(3), Duration.ofDays(365), 10_000, List.of()));
    }

    @Test
    void sameSignatureIsTakenAgainForTenSeconds() {
        assertThat(defaults.signatures()).isEqualTo(new SignatureSettings(Duration.ofSeconds(10), 10_000));
    }

    @Test
    void tokensLastFourWeeks() {
        assertThat(defaults.token())
                .isEqualTo(new TokenSettings(
                        Duration.ofDays(28), TokenAlgorithm.RS256, "corral", "corral", 8192, 10_000, Optional.empty()));
    }

    @Test
    void keysSignForAQuarter() {
        assertThat(defaults.keys())
                .isEqualTo(new KeySettings(Optional.of(Duration.ofDays(90)), Duration.ofMinutes(5), Optional.empty()));
    }

    @Test
    void ollamaIsOnTheSameMachine() {
        assertThat(defaults.backend())
                .isEqualTo(new BackendSettings(
                        List.of(new OllamaServer(
                                URI.create("http://127.0.0.1:11434"), "127.0.0.1:11434", 1, OptionalInt.empty())),
                        new ConnectionSettings(0, Duration.ofSeconds(3), Duration.ofSeconds(90), new Size(65536), 200),
                        new QueueSettings(0, 8192, 1000, Duration.ofMinutes(1)),
                        new HealthSettings(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                3,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30))));
    }

    @Test
    void ollamaMayThinkForLong() {
        assertThat(defaults.proxy().timeouts())
                .isEqualTo(new TimeoutSettings(
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(5),
                        Duration.ofHours(6),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(5)));
    }

    @Test
    void whatReachesBeyondAskingIsForAdmins() {
        assertThat(defaults.proxy().rights())
                .isEqualTo(new RightSettings(
                        List.of(),
                        LeastRole.ADMIN,
                        Duration.ofDays(1),
                        LeastRole.ADMIN,
                        LeastRole.ADMIN,
                        LeastRole.ADMIN,
                        false));
    }

    @Test
    void buffersAreSmall() {
        assertThat(defaults.proxy().bodies())
                .isEqualTo(new BodySettings(
                        new Size(64 << 20),
                        new Size(128 << 20),
                        new Size(16 << 20),
                        new Size(65536),
                        new LingerSettings(new Size(64 << 20), Duration.ofSeconds(5))));
        assertThat(defaults.http())
                .isEqualTo(new HttpSettings(
                        Optional.empty(), new Size(65536), new Size(16 << 20), CookieSecure.AUTO, Set.of()));
    }

    @Test
    void everySettingSaysThatItIsTheDefault() {
        assertThat(defaults.origins()).containsOnlyKeys(Setting.values());
        assertThat(defaults.origins()).allSatisfy((setting, origin) -> assertThat(origin)
                .isEqualTo(new Origin(Place.DEFAULT, setting.dottedName())));
    }
}
