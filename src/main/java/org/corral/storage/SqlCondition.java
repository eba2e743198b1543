package org.corral.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.h2.api.ErrorCode;

/**
 * What a failure of a database means: by the SQL states of SQL:2016 and of PostgreSQL's appendix A, by H2's error codes, and
 * by those of MariaDB and MySQL, whose SQL states say too little. No two products give one number to different things.
 */
enum SqlCondition {
    /** A unique value is taken. */
    TAKEN,
    /** A deadlock, a lock that was waited for too long, or a row that another transaction has changed. */
    CHANGED,
    /** The file of an embedded database is another process's. */
    IN_USE,
    WRONG_PASSWORD,
    NO_DATABASE,
    /** The user lacks a right. */
    DENIED,
    /** All connections are in use. */
    FULL,
    /** The disk of the database is full, or has a fault. */
    CANNOT_WRITE,
    /** A replica, or a server that was set so. */
    READ_ONLY,
    /** There is something of this name already, as after a migration that was cut off, or beside another node's. */
    EXISTS,
    /** A file that is broken, or of another version of H2. */
    UNREADABLE,
    UNREACHABLE,
    OTHER;

    /** Stands for a state that the driver does not tell. */
    static final String NO_STATE = "unknown";

    /** H2 calls a failed write a general error, and names this as the cause. By name: the server may have an H2 of its own. */
    private static final String H2_STORE = "org.h2.mvstore.MVStoreException";

    private static final Set<Integer> MYSQL_DENIED = Set.of(1044, 1142, 1143, 1227, 1370);
    private static final Set<Integer> MYSQL_WRONG_PASSWORD = Set.of(1045, 1698);
    private static final Set<Integer> MYSQL_FULL = Set.of(1040, 1203, 1226);
    private static final Set<Integer> MYSQL_READ_ONLY = Set.of(1290, 1792, 1836, 3100);
    // 1020 is a lost update, with the isolation that MariaDB 11.6 has by default.
    private static final Set<Integer> MYSQL_CHANGED = Set.of(1020, 1205, 1213);
    // Tables, columns and indexes.
    private static final Set<Integer> MYSQL_EXISTS = Set.of(1050, 1060, 1061);
    // The server shuts down, has lost its connection, or has ended it; the host is kept out.
    private static final Set<Integer> MYSQL_UNREACHABLE = Set.of(1053, 1077, 1129, 1130, 1152, 1927, 2006, 2013, 4031);

    static SqlCondition of(SQLException failure) {
        SqlCondition byNumber = byNumber(failure.getErrorCode());
        SqlCondition found = byNumber == OTHER ? byState(state(failure)) : byNumber;
        if (found == OTHER && isFailedWriteOfH2(failure)) {
            return CANNOT_WRITE;
        }
        return found == OTHER && isOfTheConnection(failure) ? UNREACHABLE : found;
    }

    private static boolean isFailedWriteOfH2(SQLException failure) {
        Throwable cause = failure.getCause();
        return cause != null && cause.getClass().getName().equals(H2_STORE) && cause.getCause() instanceof IOException;
    }

    static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? NO_STATE : state;
    }

    private static SqlCondition byNumber(int code) {
        return switch (code) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 -> IN_USE;
            case ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1, 1049 -> NO_DATABASE;
            case ErrorCode.DATABASE_IS_READ_ONLY -> READ_ONLY;
            case ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1, ErrorCode.ADMIN_RIGHTS_REQUIRED -> DENIED;
            case ErrorCode.FILE_CORRUPTED_1,
                    ErrorCode.FILE_VERSION_ERROR_1,
                    ErrorCode.IO_EXCEPTION_1,
                    ErrorCode.IO_EXCEPTION_2 -> UNREADABLE;
            case 1062 -> TAKEN;
            // The disk is full; a table can't grow.
            case 1021, 1114 -> CANNOT_WRITE;
            default -> ofMySql(code);
        };
    }

    private static SqlCondition ofMySql(int code) {
        if (MYSQL_CHANGED.contains(code)) {
            return CHANGED;
        }
        if (MYSQL_WRONG_PASSWORD.contains(code)) {
            return WRONG_PASSWORD;
        }
        if (MYSQL_DENIED.contains(code)) {
            return DENIED;
        }
        if (MYSQL_FULL.contains(code)) {
            return FULL;
        }
        if (MYSQL_READ_ONLY.contains(code)) {
            return READ_ONLY;
        }
        if (MYSQL_EXISTS.contains(code)) {
            return EXISTS;
        }
        return MYSQL_UNREACHABLE.contains(code) ? UNREACHABLE : OTHER;
    }

    private static SqlCondition byState(String state) {
        return switch (state) {
            case "23505" -> TAKEN;
            // Serialization failure and deadlock in PostgreSQL and H2, and H2's lock timeout.
            case "40001", "40P01", "HYT00" -> CHANGED;
            case "3D000" -> NO_DATABASE;
            // The second is a user without a schema in which they may do anything.
            case "42501", "3F000" -> DENIED;
            case "53300" -> FULL;
            case "53100" -> CANNOT_WRITE;
            case "25006" -> READ_ONLY;
            case "42P06", "42P07", "42701", "42710", "42S01", "42S11", "42S21" -> EXISTS;
            default -> ofClass(state);
        };
    }

    private static SqlCondition ofClass(String state) {
        if (state.startsWith("28")) {
            return WRONG_PASSWORD;
        }
        return state.startsWith("08") || state.startsWith("57P") ? UNREACHABLE : OTHER;
    }

    /** Whether the driver itself says that the connection is lost or can't be made. */
    static boolean isOfTheConnection(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException;
    }
}
