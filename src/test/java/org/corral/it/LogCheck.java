package org.corral.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests that has left a credential, or a failure that nobody expects, in the log of the {@link Gate}. JUnit
 * finds it by its name in {@code META-INF/services} and calls it after each class.
 */
public final class LogCheck implements AfterAllCallback {
    private static final String TOKEN_BEGINS = "eyJ";

    /** {@code LOG.log(Level.ERROR, "…}, and EventLoop's {@code report("…}. */
    private static final Pattern ERROR = Pattern.compile("(?:Level\\.ERROR,|\\breport\\()\\s*\"([^\"]+)\"");

    /** How much of the log earlier classes have been told of. */
    private static int checked;

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Optional<Gate> gate = Gate.opened();
        if (gate.isPresent()) {
            check(gate.get());
        }
    }

    private static synchronized void check(Gate gate) throws IOException {
        String log = gate.log();
        // Payara begins another file when one is large enough.
        String written = log.substring(checked <= log.length() ? checked : 0);
        checked = log.length();
        hasNoCredentials(written, gate);
        hasNoFailures(written, gate);
    }

    private static void hasNoCredentials(String log, Gate gate) {
        assertThat(log).as("the server's log").doesNotContain(Secrets.MARK, TOKEN_BEGINS);
        for (Person person : gate.persons()) {
            assertThat(log).doesNotContain(person.token().split("\\.", -1));
        }
    }

    private static void hasNoFailures(String log, Gate gate) throws IOException {
        String ours = gate.isTomcat() ? log : withoutPayarasOwn(log);
        assertThat(ours)
                .as("the server's log")
                .doesNotContain(whatCorralCallsAnError())
                .doesNotContain("NullPointerException", "IllegalStateException");
        if (gate.isTomcat()) {
            assertThat(ours.lines().filter(line -> line.matches(".*\\bSEVERE\\b.*")))
                    .isEmpty();
        }
    }

    /**
     * Payara fails by itself at a target that ends within an escape, and after a body in chunks when it has two threads tell of the
     * same bytes: the request may be over by the second time.
     */
    private static String withoutPayarasOwn(String log) {
        return log.replace("IllegalStateException: Unexpected termination", "")
                .replace("NullPointerException: Cannot invoke \"org.apache.catalina.Context.getLoader()\"", "");
    }

    /** How each text of the code begins that is logged with the level of an error. */
    private static String[] whatCorralCallsAnError() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                ERROR.matcher(Files.readString(file)).results().forEach(found -> texts.add(found.group(1)));
            }
        }
        assertThat(texts).as("texts of errors in the code").hasSizeGreaterThan(3);
        return texts.toArray(String[]::new);
    }
}
