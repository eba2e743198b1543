package org.corral.storage;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.h2.api.ErrorCode;

/** Translates failures of drivers by their SQL states: those of SQL:2016 and of PostgreSQL's appendix A. */
final class SqlFailure {
    private static final String NO_STATE = "unknown";
    private static final String UNIQUE = "23505";
    // Serialization failure and deadlock in both products, and H2's lock timeout.
    private static final Set<String> CONCURRENT = Set.of("40001", "40P01", "HYT00");

    private SqlFailure() {}

    /** A failure at start, for the operator. It does not repeat the text of the driver, which may contain the URL. */
    static StorageException explain(Throwable failure, Named name) {
        List<SQLException> all = sqlExceptions(failure);
        return new StorageException(name.subject() + " " + sentence(all, name), failure);
    }

    private static String sentence(List<SQLException> all, Named name) {
        for (SQLException each : all) {
            String state = state(each);
            if (each.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return "is in use by another process: stop that one first, or give this one a database of its own by"
                        + " corral.data-dir.";
            }
            if (state.startsWith("28")) {
                return "does not accept the user or the password: check " + name.credentials() + ".";
            }
            if (state.equals("3D000") || each.getErrorCode() == ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1) {
                return "does not exist on that server: create it, or correct the name of the database.";
            }
            if (state.equals("42501")) {
                return "does not let its user do what is needed: grant it the right to create tables in its schema.";
            }
            if (state.equals("53300")) {
                return "has no free connection: raise its limit or lower corral.jdbc-pool-size.";
            }
            if (isUnreadable(each)) {
                return "is not a readable H2 database of this version (SQL state " + state
                        + "): restore it from a backup, or move it away to begin with an empty one.";
            }
        }
        if (isUnreachable(all)) {
            return "can't be reached: check that it runs, its host and port, and the firewall between.";
        }
        return all.stream().map(SqlFailure::state).noneMatch(SqlFailure::isKnown)
                ? "can't be opened: check its address, and that a data source of the server finds its driver there."
                : "can't be opened (SQL state " + state(all.get(all.size() - 1))
                        + "): see what the database itself logs.";
    }

    private static boolean isKnown(String state) {
        return !state.equals(NO_STATE);
    }

    private static boolean isUnreadable(SQLException each) {
        int code = each.getErrorCode();
        return code == ErrorCode.FILE_CORRUPTED_1
                || code == ErrorCode.FILE_VERSION_ERROR_1
                || code == ErrorCode.IO_EXCEPTION_1
                || code == ErrorCode.IO_EXCEPTION_2;
    }

    private static boolean isUnreachable(List<SQLException> all) {
        return all.stream()
                .anyMatch(each -> each instanceof SQLTransientConnectionException
                        || each instanceof SQLNonTransientConnectionException
                        || state(each).startsWith("08")
                        || state(each).startsWith("57P"));
    }

    /**
     * A failure of a request. If it is neither a conflict nor an outage, it is a mistake in Corral and is returned as it
     * is.
     *
     * @param failure of Jakarta Persistence, or one of EclipseLink itself, which {@code find} lets through
     */
    static RuntimeException translate(RuntimeException failure) {
        if (failure instanceof OptimisticLockException || failure.getCause() instanceof OptimisticLockException) {
            return new ConflictException(ConflictException.Kind.CHANGED, failure);
        }
        List<SQLException> all = sqlExceptions(failure);
        if (all.stream().anyMatch(each -> state(each).equals(UNIQUE))) {
            return new ConflictException(ConflictException.Kind.TAKEN, failure);
        }
        if (all.stream().anyMatch(each -> CONCURRENT.contains(state(each)))) {
            return new ConflictException(ConflictException.Kind.CHANGED, failure);
        }
        return isUnreachable(all) ? new StorageUnavailableException(failure) : failure;
    }

    /** The SQL state of the innermost failure; empty if it is not one of SQL. */
    static String innermostState(Throwable failure) {
        List<SQLException> all = sqlExceptions(failure);
        return all.isEmpty() ? "" : state(all.get(all.size() - 1));
    }

    private static List<SQLException> sqlExceptions(Throwable failure) {
        List<SQLException> all = new ArrayList<>();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (each instanceof SQLException sql) {
                all.add(sql);
            }
            each = each.getCause();
        }
        return all;
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? NO_STATE : state;
    }
}
