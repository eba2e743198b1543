package org.corral.storage;

import static org.corral.storage.SqlCondition.NO_STATE;
import static org.corral.storage.SqlCondition.OTHER;
import static org.corral.storage.SqlCondition.UNREACHABLE;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Translates failures of drivers: for the operator at start, and for the code that runs a transaction. */
final class SqlFailure {
    private static final Set<SqlCondition> OUTAGE =
            EnumSet.of(UNREACHABLE, SqlCondition.READ_ONLY, SqlCondition.FULL, SqlCondition.CANNOT_WRITE);

    private SqlFailure() {}

    /** A failure at start, for the operator. It does not repeat the text of the driver, which may contain the URL. */
    static StorageException explain(Throwable failure, Named name) {
        List<SQLException> all = sqlExceptions(failure);
        return new StorageException(name.subject() + " " + sentence(all, name), failure);
    }

    private static String sentence(List<SQLException> all, Named name) {
        // Pools wrap the failure that says more into one of the connection.
        SQLException first = firstOf(all, condition -> condition != OTHER && condition != UNREACHABLE)
                .or(() -> firstOf(all, condition -> condition == UNREACHABLE))
                .orElse(all.get(all.size() - 1));
        return switch (SqlCondition.of(first)) {
            case IN_USE ->
                "is in use by another process or deployment: stop that one first, or give this one a database of its"
                        + " own by corral.data-dir. Two versions side by side, or several nodes, need a database server"
                        + " (corral.jdbc-url).";
            case WRONG_PASSWORD -> "does not accept the user or the password: check " + name.credentials() + ".";
            case NO_DATABASE -> "does not exist on that server: create it, or correct the name of the database.";
            case DENIED ->
                "does not let its user do what is needed: grant them all rights on that database or schema, and"
                        + " check its name.";
            case FULL -> "has no free connection: raise its limit or lower corral.jdbc-pool-size.";
            case CANNOT_WRITE -> "can't write its files: make room on its disk.";
            case READ_ONLY ->
                "can only be read: connect Corral to the primary server, and not to a replica or one that is"
                        + " set read-only.";
            case UNREADABLE ->
                "is not a readable H2 database of this version (SQL state " + SqlCondition.state(first)
                        + "): restore it from a backup, or move it away to begin with an empty one.";
            case UNREACHABLE -> "can't be reached: check that it runs, its host and port, and the firewall between.";
            case TAKEN, CHANGED, EXISTS, OTHER -> otherwise(SqlCondition.state(first));
        };
    }

    private static Optional<SQLException> firstOf(List<SQLException> all, Predicate<SqlCondition> wanted) {
        return all.stream().filter(each -> wanted.test(SqlCondition.of(each))).findFirst();
    }

    private static String otherwise(String state) {
        return state.equals(NO_STATE)
                ? "can't be opened: check its address, and that a data source of the server finds its driver there."
                : "can't be opened (SQL state " + state + "): see what the database itself logs.";
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
        List<SqlCondition> all = conditions(failure);
        if (all.contains(SqlCondition.TAKEN)) {
            return new ConflictException(ConflictException.Kind.TAKEN, failure);
        }
        if (all.contains(SqlCondition.CHANGED)) {
            return new ConflictException(ConflictException.Kind.CHANGED, failure);
        }
        return isOutage(failure) ? new StorageUnavailableException(failure) : failure;
    }

    /** Whether the database can't write its files: its disk is full, or has a fault. */
    static boolean cannotWrite(Throwable failure) {
        return conditions(failure).contains(SqlCondition.CANNOT_WRITE);
    }

    /** A primary that has become a replica, or has no free connection, is as good as away. */
    private static boolean isOutage(RuntimeException failure) {
        return sqlExceptions(failure).stream()
                .anyMatch(each -> SqlCondition.isOfTheConnection(each) || OUTAGE.contains(SqlCondition.of(each)));
    }

    /** What the failures of SQL in this one mean, the outermost first. */
    static List<SqlCondition> conditions(Throwable failure) {
        return sqlExceptions(failure).stream().map(SqlCondition::of).toList();
    }

    /** The SQL state of the innermost failure; empty if it is not one of SQL. */
    static String innermostState(Throwable failure) {
        List<SQLException> all = sqlExceptions(failure);
        return all.isEmpty() ? "" : SqlCondition.state(all.get(all.size() - 1));
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
}
