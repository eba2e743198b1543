package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstConnectionTest {
    private static final Named NAME = new Named("The data source", "its password");

    @ParameterizedTest
    @ValueSource(strings = {"Oracle", "Microsoft SQL Server", "Apache Derby", "HSQL Database Engine"})
    void productThatCorralDoesNotKnowIsNamed(String product) {
        assertThatThrownBy(() -> FirstConnection.of(source(product), NAME))
                .isInstanceOf(StorageException.class)
                .hasMessage("The data source is " + product
                        + ", which Corral does not know: use PostgreSQL, MariaDB, MySQL or H2.");
    }

    private static DataSource source(String product) {
        DatabaseMetaData data = fake(DatabaseMetaData.class, Map.of("getDatabaseProductName", product));
        Connection connection = fake(Connection.class, Map.of("getMetaData", data));
        return new ConnectionSource(() -> connection);
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    /** MySQL's driver takes a MariaDB for a MySQL. */
    @ParameterizedTest
    @CsvSource({
        "H2, 2.4.240, H2",
        "PostgreSQL, 15.18, POSTGRESQL",
        "MariaDB, 10.11.19-MariaDB-0+deb12u1, MARIADB",
        "MySQL, 10.11.19-MariaDB-0+deb12u1, MARIADB",
        "MySQL, 8.4.3, MYSQL"
    })
    void productIsTheOneOfTheServer(String name, String version, Product product) {
        assertThat(Product.of(name, version)).contains(product);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION | 50 | SET SESSION innodb_lock_wait_timeout = 10",
                "ANSI,STRICT_ALL_TABLES | 3 | nothing",
                "'' | 10 | SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')",
                "ANSI | 11 | SET SESSION innodb_lock_wait_timeout = 10,"
                        + " sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')"
            })
    void onlyWhatIsMissingIsSet(String mode, int seconds, String set) {
        assertThat(SessionRules.set(mode, seconds).orElse("nothing")).isEqualTo(set);
    }

    @Test
    void everyConnectionGetsTheIsolationThatTheFirstOneLacked() throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        DataSource repeatable = new ConnectionSource(() -> {
            Connection connection = h2.getConnection();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return connection;
        });
        DataSource source = FirstConnection.of(repeatable, NAME).source();
        List<Integer> isolations = new ArrayList<>();
        for (int turn = 0; turn < 2; turn++) {
            try (Connection connection = source.getConnection()) {
                isolations.add(connection.getTransactionIsolation());
            }
        }
        assertThat(isolations).containsOnly(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(FirstConnection.of(h2, NAME).source()).isSameAs(h2);
    }

    @Test
    void connectionThatCantBeSetIsNotLost() throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        List<Connection> made = new ArrayList<>();
        DataSource source = new SessionRules(false, Optional.of("SET no_such_thing = 1"))
                .on(new ConnectionSource(() -> {
                    made.add(h2.getConnection());
                    return made.get(0);
                }));
        assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
        assertThat(made.get(0).isClosed()).isTrue();
    }
}
