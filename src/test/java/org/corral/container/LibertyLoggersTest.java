package org.corral.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** On loggers that are made as Liberty's are; RedeploymentIT counts what stays of an application. */
class LibertyLoggersTest {
    private static final class Trace {
        private final Class<?> aClass;

        Trace(Class<?> asker) {
            this.aClass = asker;
        }
    }

    private static final class LibertysLogger extends Logger {
        private final Trace ivTC;

        LibertysLogger(Class<?> asker) {
            super("", null);
            this.ivTC = new Trace(asker);
        }
    }

    @Test
    void aClassOfThisApplicationIsForgotten() throws Exception {
        LibertysLogger logger = new LibertysLogger(LibertyLoggers.class);
        LibertyLoggers.forgetClass(logger);
        assertThat(logger.ivTC.aClass).isEqualTo(LibertysLogger.class);
    }

    @Test
    void aClassOfOthersIsKept() throws Exception {
        LibertysLogger logger = new LibertysLogger(String.class);
        LibertyLoggers.forgetClass(logger);
        assertThat(logger.ivTC.aClass).isEqualTo(String.class);
    }
}
