package org.corral.container;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Each logger of Liberty's keeps the class that asked for it first. The next deployment of an application gets the same logger, and
 * with it keeps all classes of the former one.
 */
final class LibertyLoggers {
    private static final String PACKAGE = "com.ibm.ws.logging.";

    private LibertyLoggers() {}

    /** Has no logger keep a class of this application. */
    static void forgetClasses() throws ReflectiveOperationException {
        LogManager all = LogManager.getLogManager();
        for (String name : Collections.list(all.getLoggerNames())) {
            Logger logger = all.getLogger(name);
            if (logger != null && logger.getClass().getName().startsWith(PACKAGE)) {
                forgetClass(logger);
            }
        }
    }

    static void forgetClass(Logger logger) throws ReflectiveOperationException {
        Object trace = ServerInternals.follow(logger, "ivTC");
        Field asker = ServerInternals.field(trace, "aClass");
        if (asker.get(trace) instanceof Class<?> type
                && type.getClassLoader() == LibertyLoggers.class.getClassLoader()) {
            asker.set(trace, logger.getClass());
        }
    }
}
