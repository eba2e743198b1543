package org.corral.nodes;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that need HAProxy and PostgreSQL. Where they are missing the tests are skipped, with one line that says so; with
 * {@code -Dnodes=required} they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("once")
@ExtendWith(WithNodes.AreThere.class)
@interface WithNodes {

    /** Looks for both programs. */
    final class AreThere implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (haproxy().isPresent() && Postgres.programs().isPresent()) {
                return ConditionEvaluationResult.enabled("there are HAProxy and PostgreSQL");
            }
            String what = "no HAProxy on the PATH or no PostgreSQL server (Debian: haproxy, postgresql)";
            if ("required".equals(System.getProperty("nodes"))) {
                throw new IllegalStateException("-Dnodes=required, but there is " + what);
            }
            System.out.println("The tests of several nodes are skipped: there is " + what + ".");
            return ConditionEvaluationResult.disabled(what);
        }

        static Optional<Path> haproxy() {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/sbin";
            return Arrays.stream(path.split(File.pathSeparator, -1))
                    .map(folder -> Path.of(folder, "haproxy"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }
}
