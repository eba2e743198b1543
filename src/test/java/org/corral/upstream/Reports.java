package org.corral.upstream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class has reported as an error since this was made. */
final class Reports extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    private Reports(Logger logger) {
        this.logger = logger;
    }

    static Reports of(Class<?> reporter) {
        Reports reports = new Reports(Logger.getLogger(reporter.getName()));
        reports.logger.addHandler(reports);
        return reports;
    }

    List<Throwable> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void publish(LogRecord report) {
        if (report.getLevel().equals(Level.SEVERE) && report.getThrown() != null) {
            errors.add(report.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
