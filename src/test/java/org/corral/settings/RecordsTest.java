package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Records refuse what the parsers refuse, so that tests and later code can't make what an operator couldn't. */
class RecordsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void storageRefusesARelativeFolder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StorageSettings(Path.of("x"), "jndi", Optional.empty(), 1, SECOND))
                .withMessage("dataDir is not absolute");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new StorageSettings(Path.of("x").toAbsolutePath(), "jndi", Optional.empty(), 201, SECOND))
                .withMessage("poolSize is not within 1 to 200");
    }

    @Test
    void accountRefusesFewIterations() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccountSettings(
                        Optional.empty(), SignupPolicy.FIRST, Role.USER, 209_999, 1, Duration.ZERO, Duration.ZERO))
                .withMessage("passwordIterations is not within 210000 to 10000000");
    }

    @Test
    void tokenRefusesAShortSecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenSettings(
                        SECOND, TokenAlgorithm.RS256, "i", "a", 1024, 0, Optional.of(new Secret("short"))))
                .withMessage("secret is too short");
    }

    @Test
    void adminRefusesWhatIsNoAddress() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FirstAdmin("ada", "Ada", new Secret("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> new FirstAdmin("a@b", " ", new Secret("x")));
    }

    @Test
    void jdbcRefusesOtherUrls() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Jdbc("http://h", Optional.empty(), Optional.empty()));
    }

    @Test
    void httpRefusesAPublicUrlWithASlashAtItsEnd() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpSettings(
                        Optional.of(URI.create("https://h/")),
                        new Size(1024),
                        new Size(1024),
                        CookieSecure.AUTO,
                        Set.of()));
    }

    @Test
    void backendRefusesNoServerAndTwoOfOneName() {
        OllamaServer one = OllamaServer.of(URI.create("http://h"));
        assertThatIllegalArgumentException().isThrownBy(() -> backend(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        backend(List.of(one, new OllamaServer(URI.create("http://i"), "h", 1, OptionalInt.empty()))))
                .withMessage("servers have one name");
    }

    @Test
    void backendKeepsItsOwnListOfServers() {
        List<OllamaServer> servers = new ArrayList<>(List.of(OllamaServer.of(URI.create("http://h"))));
        BackendSettings backend = backend(servers);

        servers.clear();

        assertThat(backend.servers()).hasSize(1);
    }

    private static BackendSettings backend(List<OllamaServer> servers) {
        BackendSettings defaults = Load.defaults().backend();
        return new BackendSettings(servers, defaults.connections(), defaults.queue(), defaults.health());
    }

    @Test
    void patienceHasBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeoutSettings(SECOND, Duration.ZERO, SECOND, SECOND, SECOND, SECOND))
                .withMessage("silence is not within 1ms to 1w");
    }

    @Test
    void originsCanNotBeChanged() {
        Map<Setting, Origin> origins = Load.defaults().origins();

        assertThatThrownBy(origins::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void sourcesOfThisProcessHoldItsPropertiesAndEnvironment() {
        Sources sources = Sources.ofThisProcess(Map.of("a", "b"));

        assertThat(sources.systemProperties()).containsEntry("java.version", System.getProperty("java.version"));
        assertThat(sources.environment()).isEqualTo(System.getenv());
        assertThat(sources.contextParams()).containsExactly(Map.entry("a", "b"));
    }
}
