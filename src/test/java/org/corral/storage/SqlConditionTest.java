package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlConditionTest {
    /** As the drivers report them: PostgreSQL with number 0, MariaDB and MySQL with states that say little. */
    @ParameterizedTest
    @CsvSource({
        "23505, 0, TAKEN",
        "23000, 1062, TAKEN",
        "23000, 1452, OTHER",
        "40001, 0, CHANGED",
        "40P01, 0, CHANGED",
        "40001, 1213, CHANGED",
        "HY000, 1205, CHANGED",
        "HY000, 1020, CHANGED",
        "HYT00, 50200, CHANGED",
        "28P01, 0, WRONG_PASSWORD",
        "28000, 1045, WRONG_PASSWORD",
        "3D000, 0, NO_DATABASE",
        "42000, 1049, NO_DATABASE",
        "90013, 90146, NO_DATABASE",
        "42501, 0, DENIED",
        "42000, 1044, DENIED",
        "42000, 1142, DENIED",
        "53300, 0, FULL",
        "08004, 1040, FULL",
        "42000, 1226, FULL",
        "25006, 0, READ_ONLY",
        "HY000, 1290, READ_ONLY",
        "25006, 1792, READ_ONLY",
        "90097, 90097, READ_ONLY",
        "42P07, 0, EXISTS",
        "42S01, 1050, EXISTS",
        "42S21, 1060, EXISTS",
        "42000, 1061, EXISTS",
        "90020, 90020, IN_USE",
        "90030, 90030, UNREADABLE",
        "57P01, 0, UNREACHABLE",
        "08006, 0, UNREACHABLE",
        "08S01, 1053, UNREACHABLE",
        "HY000, 1130, UNREACHABLE",
        "42601, 0, OTHER",
        "42000, 1064, OTHER",
        ", 0, OTHER"
    })
    void everyProductsNumbersAndStatesMeanTheSame(String state, int number, SqlCondition meaning) {
        assertThat(SqlCondition.of(new SQLException("text of the driver", state, number)))
                .isEqualTo(meaning);
    }

    @Test
    void poolThatHasNoConnectionForAnotherReasonSaysThatReason() {
        SQLException inner = new SQLException("hidden", "28000", 1045);
        SQLException outer = new SQLTransientConnectionException("hidden", inner);
        assertThat(SqlFailure.explain(outer, new Named("The database", "the password")))
                .hasMessage("The database does not accept the user or the password: check the password.");
    }

    /** A primary that has become a replica comes back as another server: people are told to come again. */
    @Test
    void databaseThatCanOnlyBeReadOrHasNoConnectionIsAnOutage() {
        for (Map.Entry<String, Integer> each :
                Map.of("25006", 0, "HY000", 1290, "53300", 0, "08004", 1040).entrySet()) {
            PersistenceException failure =
                    new PersistenceException(new SQLException("hidden", each.getKey(), each.getValue()));
            assertThat(SqlFailure.translate(failure)).isInstanceOf(StorageUnavailableException.class);
        }
    }

    @Test
    void mistakeInAStatementStaysWhatItIs() {
        PersistenceException failure = new PersistenceException(new SQLException("hidden", "42601", 0));
        assertThat(SqlFailure.translate(failure)).isSameAs(failure);
    }
}
