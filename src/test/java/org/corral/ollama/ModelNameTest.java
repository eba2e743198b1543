package org.corral.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {
    /** What names are made of, and what separates it. */
    private static final List<String> PIECES = List.of(
            "secret",
            "SECRET",
            "s",
            "library",
            "registry.ollama.ai",
            "latest",
            "cloud",
            "local",
            "-cloud",
            "8b",
            "https",
            "http",
            ":",
            ":",
            "/",
            "/",
            "://",
            "//",
            ".",
            "-",
            "_",
            "@",
            "\\",
            " ",
            "\u00a0",
            "\u2003",
            "\t",
            "%2f",
            "\u212a",
            "!MISSING!");

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(PIECES).list().ofMaxSize(8).map(pieces -> String.join("", pieces));
    }

    /** Names that Ollama takes, spelled in some way. */
    @Provide
    Arbitrary<String> spellings() {
        return Combinators.combine(
                        Arbitraries.of("", "https://", "http://", "x://"),
                        Arbitraries.of(
                                "",
                                "library/",
                                "registry.ollama.ai/library/",
                                "Registry.Ollama.AI/LIBRARY/",
                                "hf.co/a/"),
                        Arbitraries.of("secret", "SECRET", "Secret"),
                        Arbitraries.of(
                                "", ":latest", ":LATEST", ":8b", ":local", ":latest:local", ":cloud", ":8b-cloud"))
                .as((scheme, path, model, tag) -> scheme + path + model + tag);
    }

    @Property(tries = 50_000)
    void whateverOllamaTakesANameForIsAmongItsReadingsOrItIsNone(@ForAll("names") String text) {
        everyModelIsRead(text);
    }

    @Property(tries = 2_000)
    void spellingsOfOneModelAreReadAsThatModel(@ForAll("spellings") String text) {
        everyModelIsRead(text);
    }

    private static void everyModelIsRead(String text) {
        Set<String> readings = ModelName.readings(ModelName.trim(text)).stream()
                .map(ModelName::full)
                .collect(Collectors.toSet());
        Set<String> models = OllamaNames.models(text);
        if (!readings.isEmpty()) {
            assertThat(readings).as(text).containsAll(models);
        }
        Statistics.label("names")
                .collect(models.isEmpty() ? "nothing to Ollama" : readings.isEmpty() ? "refused" : "read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "SECRET",
                "secret:latest",
                "Secret:Latest",
                "library/secret",
                "LIBRARY/secret:latest",
                "registry.ollama.ai/library/secret",
                "REGISTRY.ollama.ai/library/secret:LATEST",
                "https://registry.ollama.ai/library/secret",
                "http://registry.ollama.ai/library/secret:latest"
            })
    void oneModelHasManySpellings(String text) {
        assertThat(ModelName.readings(text))
                .containsExactly(ModelName.of("secret").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "secret:local, secret:latest secret:local",
        "secret:8b:local, secret:8b",
        "secret:LOCAL, secret:latest secret:local",
        "secret:cloud, secret:cloud",
        "secret:8b:cloud, secret:8b-cloud",
        "secret:8b-cloud, secret:8b-cloud",
        "a.b:80/c/d, a.b:80/c/d:latest"
    })
    void whereAModelRunsIsPartOfSomeNames(String text, String readings) {
        assertThat(ModelName.readings(text)).extracting(ModelName::toString).containsExactly(readings.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a/b/c/d",
                "/a",
                "a/",
                "a//b",
                ":a",
                "a:",
                "a:b:c",
                "a@sha256:b",
                "../a",
                ".a",
                "-a",
                "a.b/c",
                "a\\b",
                "a%2fb",
                "\u212aimi",
                "s\u017fecret",
                "\u0430llowed",
                "a\u0000",
                "://registry.ollama.ai/library/secret",
                "https:///library/secret"
            })
    void whatIsNoNameIsNotRead(String text) {
        assertThat(ModelName.readings(text)).isEmpty();
    }

    @Test
    void anythingThatIsTooLongIsNoName() {
        assertThat(ModelName.of("a".repeat(80))).isPresent();
        assertThat(ModelName.of("a".repeat(81))).isEmpty();
        assertThat(ModelName.of("a:" + "b".repeat(81))).isEmpty();
        assertThat(ModelName.of("a".repeat(81) + "/b")).isEmpty();
    }

    @Test
    void blanksAreThoseOfGo() {
        List<Integer> blanks = IntStream.rangeClosed(0, Character.MAX_VALUE)
                .filter(c -> ModelName.trim(String.valueOf((char) c)).isEmpty())
                .boxed()
                .toList();
        assertThat(blanks)
                .isEqualTo(IntStream.rangeClosed(0, Character.MAX_VALUE)
                        .filter(c ->
                                OllamaNames.trimmed(String.valueOf((char) c)).isEmpty())
                        .boxed()
                        .toList());
        assertThat(ModelName.trim("\u3000 a b\u00a0\n")).isEqualTo("a b");
    }

    @ParameterizedTest
    @CsvSource({
        "a:cloud, true",
        "a:8b-cloud, true",
        "a:CLOUD, true",
        "a-cloud, false",
        "cloud, false",
        "a:cloudy, false"
    })
    void aCloudIsToldByTheTag(String text, boolean cloud) {
        assertThat(ModelName.of(text).orElseThrow().isCloud()).isEqualTo(cloud);
    }
}
