package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.corral.settings.Role;
import org.corral.settings.Secret;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.timing.HandClock;
import org.corral.token.TokenRejectedException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("storage")
class KeyRingTest {
    private static final TokenSettings PLAIN = Given.settings(TokenAlgorithm.ES256);
    private static final TokenSettings WRAPPED = Given.settings(TokenAlgorithm.ES256, Optional.of(Given.SECRET));
    private static final TokenSettings CHANGED = Given.settings(TokenAlgorithm.HS256);
    private final HandClock clock = new HandClock();

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void openDatabase() throws Exception {
        database = Given.database(folder);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void nextStartSignsWithTheSameKey() throws Exception {
        String first = KeyRing.open(database, PLAIN, Given.KEYS, clock).active().id();
        database.close();
        database = Given.database(folder);
        assertThat(KeyRing.open(database, PLAIN, Given.KEYS, clock).active().id())
                .isEqualTo(first);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void nodesThatStartTogetherShareOneKey() throws Exception {
        int nodes = 4;
        ExecutorService starting = Executors.newFixedThreadPool(nodes);
        CyclicBarrier together = new CyclicBarrier(nodes);
        try {
            List<Future<String>> ids = Stream.generate(() -> starting.submit(() -> {
                        together.await();
                        return KeyRing.open(database, WRAPPED, Given.KEYS, clock)
                                .active()
                                .id();
                    }))
                    .limit(nodes)
                    .toList();
            String first = ids.get(0).get();
            for (Future<String> id : ids) {
                assertThat(id.get()).isEqualTo(first);
            }
            assertThat(rows()).hasSize(1);
        } finally {
            starting.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void secretKeepsKeysClosed(TokenAlgorithm algorithm) throws Exception {
        TokenSettings settings = Given.settings(algorithm, Optional.of(Given.SECRET));
        String token = issue(KeyRing.open(database, settings, Given.KEYS, clock), settings);
        String material = rows().get(0).material();
        assertThat(material).startsWith("wrapped1$210000$").doesNotContain("\"kty\"");
        assertThat(material.length()).isLessThan(8000);
        // The next start can use what it reads there.
        assertThat(verifier(KeyRing.open(database, settings, Given.KEYS, clock), settings)
                        .verify(token)
                        .accountId())
                .isEqualTo("account-1");
    }

    @Test
    void wrongSecretIsSaidInOneSentenceAndChangesNothing() throws Exception {
        KeyRing.open(database, WRAPPED, Given.KEYS, clock);
        String before = rows().get(0).material();
        TokenSettings wrong = Given.settings(TokenAlgorithm.HS256, Optional.of(new Secret("quite another secret")));
        assertThatThrownBy(() -> KeyRing.open(database, wrong, Given.KEYS, clock))
                .isInstanceOf(KeyRingException.class)
                .hasMessageStartingWith("corral.secret is not the secret that the signing keys")
                .hasMessageNotContaining("quite another");
        assertThatThrownBy(() -> KeyRing.open(database, PLAIN, Given.KEYS, clock))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("corral.secret is not set");
        assertThat(rows()).hasSize(1).first().extracting(SigningKey::material).isEqualTo(before);
    }

    @Test
    void openKeyIsClosedOnceThereIsASecret() throws Exception {
        String token = issue(KeyRing.open(database, PLAIN, Given.KEYS, clock), PLAIN);
        assertThat(rows().get(0).material()).contains("\"kty\"");
        KeyRing ring = KeyRing.open(database, WRAPPED, Given.KEYS, clock);
        assertThat(rows().get(0).material()).doesNotContain("\"kty\"");
        assertThat(verifier(ring, WRAPPED).verify(token).accountId()).isEqualTo("account-1");
    }

    @Test
    void wrappedKeyOfAnotherRowIsNotTaken() throws Exception {
        KeyRing.open(database, WRAPPED, Given.KEYS, clock);
        database.write(entities -> entities.createNativeQuery("UPDATE corral_signing_key SET id = 'moved'")
                .executeUpdate());
        assertThatThrownBy(() -> KeyRing.open(database, WRAPPED, Given.KEYS, clock))
                .isInstanceOf(KeyRingException.class);
    }

    @Test
    void damagedKeyIsNamedAndNotQuoted() throws Exception {
        KeyRing.open(database, PLAIN, Given.KEYS, clock);
        database.write(entities -> entities.createNativeQuery(
                        "UPDATE corral_signing_key SET material = '{\"kty\":\"EC\",\"d\":\"hidden\"}'")
                .executeUpdate());
        assertThatThrownBy(() -> KeyRing.open(database, PLAIN, Given.KEYS, clock))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("is damaged")
                .hasMessageNotContaining("hidden")
                .hasNoCause();
    }

    @Test
    void formerKeyVerifiesUntilItsLastTokenHasExpired() throws Exception {
        TokenSettings longLived = Given.living(TokenAlgorithm.ES256, Duration.ofDays(2));
        String old = issue(KeyRing.open(database, longLived, Given.KEYS, clock), longLived);
        clock.move(Duration.ofMinutes(1));
        KeyRing ring = KeyRing.open(database, CHANGED, Given.KEYS, clock);
        assertThat(ring.active().algorithm()).isEqualTo(TokenAlgorithm.HS256);
        assertThat(ring.all()).hasSize(2);
        clock.move(Duration.ofDays(2).minusMinutes(2));
        assertThat(verifier(ring, CHANGED).verify(old).accountId()).isEqualTo("account-1");
        assertThat(verifier(KeyRing.open(database, CHANGED, Given.KEYS, clock), CHANGED)
                        .verify(old)
                        .accountId())
                .isEqualTo("account-1");
        clock.move(Duration.ofMinutes(30));
        assertThat(ring.all()).hasSize(1);
        assertThat(catchThrowableOfType(TokenRejectedException.class, () -> verifier(ring, CHANGED)
                                .verify(old))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_KEY);
        KeyRing.open(database, CHANGED, Given.KEYS, clock);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void tokenOfAKeyThatAnotherNodeMadeIsTakenAtOnce() throws Exception {
        KeyRing here = KeyRing.open(database, PLAIN, Given.KEYS, clock);
        TokenVerifier verifier = verifier(here, PLAIN);
        clock.move(Duration.ofSeconds(1));
        KeyRing there = KeyRing.open(database, CHANGED, Given.KEYS, clock);
        assertThat(verifier.verify(issue(there, CHANGED)).accountId()).isEqualTo("account-1");
    }

    @Test
    void nodeSignsWithTheNewKeyOfAnotherWithinAMinute() throws Exception {
        KeyRing here = KeyRing.open(database, PLAIN, Given.KEYS, clock);
        KeyRing there = KeyRing.open(database, CHANGED, Given.KEYS, clock);
        assertThat(here.active().id()).isNotEqualTo(there.active().id());
        clock.move(Duration.ofMinutes(1));
        assertThat(here.active().id()).isEqualTo(there.active().id());
    }

    @Test
    void databaseThatGoesAwaySignsNobodyOut() throws Exception {
        KeyRing ring = KeyRing.open(database, PLAIN, Given.KEYS, clock);
        String token = issue(ring, PLAIN);
        database.close();
        clock.move(Duration.ofMinutes(2));
        assertThat(verifier(ring, PLAIN).verify(token).accountId()).isEqualTo("account-1");
        assertThat(verifier(ring, PLAIN).verify(issue(ring, PLAIN)).accountId()).isEqualTo("account-1");
    }

    private List<SigningKey> rows() {
        return database.read(KeyRows::all);
    }

    private String issue(KeyRing ring, TokenSettings settings) {
        return new TokenIssuer(ring, settings, clock)
                .issue("account-1", Role.USER, 0)
                .text();
    }

    private TokenVerifier verifier(KeyRing ring, TokenSettings settings) {
        return new TokenVerifier(ring, settings, clock);
    }
}
