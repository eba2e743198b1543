package org.corral.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the page for people has what the tests run. */
final class ClientsPageTest {
    private static final Path PAGE = Path.of("src/site/markdown/clients.md");
    private static final Path SCRIPTS = Path.of("src/test/clients");
    /** As in {@code "openai": "6.49.0"} and {@code openai==3.54.0}. */
    private static final Pattern VERSION = Pattern.compile("\"(\\S+)\": \"(\\d\\S+)\"|(ollama|openai)==(\\S+)");

    @ParameterizedTest
    @EnumSource
    void exampleIsTheScriptThatIsRun(Client client) throws IOException {
        String script = Files.readString(SCRIPTS.resolve("examples").resolve(client.example()));
        assertThat(PAGE).content().contains("\n" + script + "```");
    }

    @Test
    void versionsAreThoseThatAreTested() throws IOException {
        String page = Files.readString(PAGE);
        String versions = Files.readString(SCRIPTS.resolve("package.json"))
                + Files.readString(SCRIPTS.resolve("requirements.txt"));
        assertThat(VERSION.matcher(versions).results()).hasSizeGreaterThanOrEqualTo(7);
        Matcher matcher = VERSION.matcher(versions);
        while (matcher.find()) {
            String name = matcher.start(1) >= 0 ? matcher.group(1) : matcher.group(3);
            String version = matcher.start(1) >= 0 ? matcher.group(2) : matcher.group(4);
            // What LangChain stands on is no client of its own.
            if (!name.equals("@langchain/core")) {
                assertThat(page)
                        .containsPattern(
                                "\\| `" + Pattern.quote(name) + "`[^|]*\\|[^|]*\\| " + Pattern.quote(version) + " \\|");
            }
        }
    }

    /** Where they are fetched from is for each machine to say. */
    @Test
    void nothingSaysFromWhereThePackagesCome() throws IOException {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file ->
                            assertThat(file).content().doesNotContain("\"resolved\"", "index-url", "registry="));
        }
    }
}
