package org.corral;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/** No line of the page about the wire names a test that is not there, or a server on which it does not run. */
final class WirePageTest {
    private static final Path PAGE = Path.of("src/site/markdown/wire.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern ROW = Pattern.compile("\\| (.+?) \\| (`.+`) \\| (.+?) \\|");
    private static final Pattern PROOF = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final String TOMCAT = "Tomcat";
    private static final String ALL = "Tomcat, Payara";

    /** One line: what is claimed, the tests that prove it, and the servers on which they do. */
    private record Row(String claim, List<Method> proofs, String servers) {}

    @TestFactory
    Stream<DynamicTest> everyLineIsProvedOnTheServersThatItNames() throws IOException {
        return lines().map(line -> DynamicTest.dynamicTest(claim(line), () -> {
            Row row = row(line);
            assertThat(row.proofs()).isNotEmpty();
            assertThat(row.servers()).isEqualTo(runsOnTomcatOnly(row) ? TOMCAT : ALL);
        }));
    }

    @Test
    void thePageHasLines() throws IOException {
        assertThat(lines()).hasSizeGreaterThan(50);
    }

    private static Stream<String> lines() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.startsWith("| what happens |"));
    }

    private static String claim(String line) {
        return line.split(" \\| ", 2)[0].substring(2);
    }

    private static Row row(String line) throws ReflectiveOperationException, IOException {
        Matcher row = ROW.matcher(line);
        assertThat(row.matches()).as(line).isTrue();
        Matcher proof = PROOF.matcher(row.group(2));
        Stream.Builder<Method> proofs = Stream.builder();
        while (proof.find()) {
            proofs.add(test(proof.group(1), proof.group(2)));
        }
        return new Row(row.group(1), proofs.build().toList(), row.group(3));
    }

    private static Method test(String className, String name) throws ReflectiveOperationException, IOException {
        Class<?> type = Class.forName(qualified(className), false, WirePageTest.class.getClassLoader());
        Optional<Method> method = Arrays.stream(type.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst();
        assertThat(method).as(className + "." + name).isPresent();
        assertThat(method.get().isAnnotationPresent(Test.class)
                        || method.get().isAnnotationPresent(ParameterizedTest.class))
                .as(className + "." + name + " is a test")
                .isTrue();
        return method.get();
    }

    private static String qualified(String className) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<Path> found =
                    files.filter(file -> file.endsWith(className + ".java")).toList();
            assertThat(found).as("classes called " + className).hasSize(1);
            String path = TESTS.relativize(found.get(0)).toString();
            return path.substring(0, path.length() - ".java".length()).replace('/', '.');
        }
    }

    private static boolean runsOnTomcatOnly(Row row) {
        return row.proofs().stream().anyMatch(proof -> isForTomcat(proof) || isForTomcat(proof.getDeclaringClass()));
    }

    private static boolean isForTomcat(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotationsByType(Tag.class))
                .anyMatch(tag -> tag.value().equals("tomcat") || tag.value().equals("once"));
    }
}
