package org.corral.clients;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that need Node.js, Python and packages for them. What is not there is left out, with one line that says so;
 * with {@code -Dclients=required} the tests fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("clients")
@Timeout(60)
@ExtendWith(WithClients.AreThere.class)
@interface WithClients {

    /** Installs the clients, and says which languages there are. */
    final class AreThere implements ExecutionCondition {
        private static final Found FOUND = Found.look();

        /** Those whose clients are installed. */
        static Set<Language> languages() {
            return FOUND.languages();
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!FOUND.missing().isEmpty() && "required".equals(System.getProperty("clients"))) {
                throw new IllegalStateException("-Dclients=required, but there is " + FOUND.missing());
            }
            return FOUND.languages().isEmpty()
                    ? ConditionEvaluationResult.disabled("there is " + FOUND.missing())
                    : ConditionEvaluationResult.enabled("there is " + FOUND.languages());
        }
    }

    /** What was found, which is looked for once. */
    record Found(Set<Language> languages, List<String> missing) {
        private static Found look() {
            Set<Language> there = EnumSet.noneOf(Language.class);
            List<String> missing = new ArrayList<>();
            for (Language language : Language.values()) {
                Optional<String> why = language.missing();
                if (why.isEmpty()) {
                    there.add(language);
                } else {
                    missing.add(why.get());
                    System.out.println("Some clients are not tested: there is " + why.get());
                }
            }
            return new Found(there, missing);
        }
    }
}
