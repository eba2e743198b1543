package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.corral.settings.AccountSettings;
import org.corral.settings.KeySettings;
import org.corral.settings.Role;
import org.corral.settings.SignupPolicy;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.storage.PeriodicTask;
import org.corral.storage.TestDatabase;
import org.corral.token.KeyRing;
import org.corral.token.TokenIssuer;
import org.corral.token.TokenVerifier;
import org.corral.token.VerifiedToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
class RevokedTokensTest {
    private static final long SOON = Duration.ofSeconds(20).toNanos();

    @TempDir
    Path folder;

    private final Clock clock = Clock.systemUTC();
    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** @param life zero: without an end */
    private VerifiedToken token(Duration life) throws Exception {
        TokenSettings settings =
                new TokenSettings(life, TokenAlgorithm.EDDSA, "corral", "corral", 8192, 0, Optional.empty());
        KeySettings keys = new KeySettings(Optional.empty(), Duration.ofMinutes(5), Optional.empty());
        KeyRing ring = KeyRing.open(database, settings, keys, clock);
        String text = new TokenIssuer(ring, settings, clock)
                .issue("account-1", Role.USER, 0)
                .text();
        return new TokenVerifier(ring, settings, clock).verify(text);
    }

    private long rows() {
        return database.read(em -> ((Number) em.createNativeQuery("SELECT COUNT(*) FROM corral_revocation")
                        .getSingleResult())
                .longValue());
    }

    @Test
    void aTokenIsRevokedForAllNodesAndForGood() throws Exception {
        RevokedTokens here = new RevokedTokens(database, 1000, clock);
        VerifiedToken token = token(Duration.ofHours(1));
        assertThat(here.contains(token)).isFalse();

        here.add(token);
        here.add(token);

        assertThat(here.contains(token)).isTrue();
        assertThat(new RevokedTokens(database, 1000, clock).contains(token)).isTrue();
        assertThat(here.contains(token(Duration.ofHours(1)))).isFalse();
    }

    @Test
    void aNodeThatHadFoundTheTokenGoodHearsOfIt() throws Exception {
        RevokedTokens there = new RevokedTokens(database, 1000, clock);
        VerifiedToken token = token(Duration.ofHours(1));
        assertThat(there.contains(token)).isFalse();
        try (PeriodicTask listening = ChangeListener.listen(database, accounts(), there, clock)) {
            new RevokedTokens(database, 1000, clock).add(token);

            long end = System.nanoTime() + SOON;
            while (!there.contains(token)) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(listening).isNotNull();
        }
    }

    @Test
    void whatWouldHaveExpiredIsForgotten() throws Exception {
        RevokedTokens revoked = new RevokedTokens(database, 1000, clock);
        VerifiedToken longer = token(Duration.ofHours(4));
        VerifiedToken endless = token(Duration.ZERO);
        revoked.add(token(Duration.ofHours(1)));
        revoked.add(longer);
        revoked.add(endless);
        assertThat(rows()).isEqualTo(3);

        Clock later = Clock.offset(clock, Duration.ofHours(2));
        try (PeriodicTask forgetting = ChangeListener.listen(database, accounts(), revoked, later)) {
            long end = System.nanoTime() + SOON;
            while (rows() == 3) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(forgetting).isNotNull();
        }

        assertThat(rows()).isEqualTo(2);
        assertThat(new RevokedTokens(database, 1000, clock).contains(longer)).isTrue();
        assertThat(new RevokedTokens(database, 1000, clock).contains(endless)).isTrue();
    }

    private Accounts accounts() {
        return new Accounts(database, settings(), clock);
    }

    private static AccountSettings settings() {
        return TestAccounts.settings(SignupPolicy.OPEN);
    }
}
