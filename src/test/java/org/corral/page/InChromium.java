package org.corral.page;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that need a browser. Where there is none they are skipped, with one line that says so; with
 * {@code -Dbrowser=required} they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("browser")
@Timeout(180)
@ExtendWith(InChromium.IsThere.class)
@interface InChromium {

    /** Looks for Chromium, or Chrome, and its driver. */
    final class IsThere implements ExecutionCondition {
        private static final List<String> BROWSERS =
                List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
        private static final AtomicBoolean SAID = new AtomicBoolean();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (browser().isPresent() && driver().isPresent()) {
                return ConditionEvaluationResult.enabled("there is a browser");
            }
            String what = "no Chromium with its chromedriver on the PATH (Debian: chromium, chromium-driver)";
            if ("required".equals(System.getProperty("browser"))) {
                throw new IllegalStateException("-Dbrowser=required, but there is " + what);
            }
            if (SAID.compareAndSet(false, true)) {
                System.out.println("The tests of the page are skipped: there is " + what + ".");
            }
            return ConditionEvaluationResult.disabled(what);
        }

        static Optional<Path> browser() {
            return BROWSERS.stream().flatMap(IsThere::onPath).findFirst();
        }

        static Optional<Path> driver() {
            return onPath("chromedriver").findFirst();
        }

        private static Stream<Path> onPath(String name) {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            return Arrays.stream(path.split(File.pathSeparator, -1))
                    .map(folder -> Path.of(folder, name))
                    .filter(Files::isExecutable);
        }
    }
}
