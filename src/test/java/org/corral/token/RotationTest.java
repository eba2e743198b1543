package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.corral.settings.KeySettings;
import org.corral.settings.Role;
import org.corral.settings.Secret;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.timing.HandClock;
import org.corral.token.KeyState.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One key takes the place of another, and nobody notices. */
@Tag("storage")
class RotationTest {
    private static final TokenSettings TOKENS = Given.settings(TokenAlgorithm.ES256);
    private static final Duration AHEAD = Given.KEYS.publishAhead();
    private static final Duration QUARTER = Given.KEYS.rotation().orElseThrow();
    // What the former key outlives its last token, for nodes that hear of the change late.
    private static final Duration LATE = Duration.ofSeconds(10);

    private final HandClock clock = new HandClock();

    @TempDir
    Path folder;

    private Database database;
    private KeyRing ring;

    @BeforeEach
    void open() throws Exception {
        database = Given.database(folder);
        ring = node();
    }

    private KeyRing node() throws KeyRingException {
        return KeyRing.open(database, TOKENS, Given.KEYS, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void newKeyIsPublishedBeforeItSigns() {
        String former = ring.active().id();
        KeyState next = ring.rotate();

        assertThat(next.phase()).isEqualTo(Phase.NEXT);
        assertThat(next.signsFrom()).isEqualTo(clock.instant().plus(AHEAD));
        assertThat(ring.all()).extracting(RingKey::id).containsExactly(former, next.id());
        clock.move(AHEAD.minusMillis(1));
        assertThat(ring.active().id()).isEqualTo(former);
        clock.move(Duration.ofMillis(1));
        assertThat(ring.active().id()).isEqualTo(next.id());
    }

    @Test
    void formerKeyGoesWithItsLastToken() throws Exception {
        ring.rotate();
        clock.move(AHEAD.minusSeconds(1));
        String last = issue(ring);
        clock.move(Duration.ofSeconds(1));
        ring.tend();

        assertThat(phases()).containsExactly(Phase.FORMER, Phase.ACTIVE);
        clock.move(Given.LIFETIME.minusMillis(1001));
        assertThat(verifier(node()).verify(last).accountId()).isEqualTo("account-1");
        clock.move(LATE.plusMillis(1001));
        assertThat(phases()).containsExactly(Phase.ACTIVE);
        ring.tend();
        assertThat(rows()).hasSize(1);
    }

    @Test
    void nodesChangeOverInTheSameMoment() throws Exception {
        KeyRing other = node();
        KeyState next = ring.rotate();
        clock.move(Duration.ofSeconds(1));
        other.tend();
        assertThat(other.states()).isEqualTo(ring.states());
        clock.move(AHEAD.minusSeconds(1));

        // Before either has written it down.
        assertThat(ring.active().id()).isEqualTo(next.id());
        assertThat(other.active().id()).isEqualTo(next.id());
        other.tend();
        ring.tend();
        assertThat(ring.states()).isEqualTo(other.states());
        assertThat(rows().stream().filter(SigningKey::active)).hasSize(1);
    }

    @Test
    void askingTwiceMakesOneKey() throws Exception {
        KeyState first = ring.rotate();
        clock.move(Duration.ofSeconds(1));
        assertThat(ring.rotate()).isEqualTo(first);
        assertThat(node().rotate()).isEqualTo(first);
        assertThat(rows()).hasSize(2);
    }

    @Test
    void keyThatNeedNotBePublishedSignsAtOnce() throws Exception {
        KeySettings atOnce = new KeySettings(Optional.empty(), Duration.ZERO, Optional.empty());
        KeyRing hasty = KeyRing.open(database, TOKENS, atOnce, clock);
        for (int i = 0; i < 3; i++) {
            assertThat(hasty.rotate().phase()).isEqualTo(Phase.ACTIVE);
        }
        assertThat(rows()).hasSize(4);
    }

    @Test
    void scheduleChangesTheKeyByItself() {
        String former = ring.active().id();
        clock.move(QUARTER.minus(AHEAD).minusMillis(1));
        ring.tend();
        assertThat(phases()).containsExactly(Phase.ACTIVE);
        clock.move(Duration.ofMillis(1));
        ring.tend();
        ring.tend();
        assertThat(phases()).containsExactly(Phase.ACTIVE, Phase.NEXT);
        clock.move(AHEAD);
        assertThat(ring.active().id()).isNotEqualTo(former);
    }

    @Test
    void withoutAScheduleTheKeyStays() throws Exception {
        KeySettings never = new KeySettings(Optional.empty(), AHEAD, Optional.empty());
        KeyRing ring = KeyRing.open(database, TOKENS, never, clock);
        clock.move(Duration.ofDays(10_000));
        ring.tend();
        assertThat(rows()).hasSize(1);
    }

    @Test
    void nodeThatWasDownMeanwhileMakesUpForIt() throws Exception {
        KeyState next = ring.rotate();
        Instant change = next.signsFrom();
        clock.move(AHEAD.plusDays(1));
        assertThat(node().states())
                .singleElement()
                .isEqualTo(new KeyState(next.id(), TokenAlgorithm.ES256, Phase.ACTIVE, change, Optional.empty()));
    }

    @Test
    void otherAlgorithmTakesThePlaceOfTheNextKeyToo() throws Exception {
        ring.rotate();
        KeyRing other = KeyRing.open(database, Given.settings(TokenAlgorithm.EDDSA), Given.KEYS, clock);
        assertThat(other.active().algorithm()).isEqualTo(TokenAlgorithm.EDDSA);
        assertThat(other.states())
                .extracting(KeyState::phase)
                .containsExactlyInAnyOrder(Phase.FORMER, Phase.FORMER, Phase.ACTIVE);
    }

    @Test
    void keysAreWrappedAnewWithTheNewSecret() throws Exception {
        database.close();
        database = Given.database(folder.resolve("wrapped"));
        TokenSettings before = Given.settings(TokenAlgorithm.ES256, Optional.of(Given.SECRET));
        KeyRing old = KeyRing.open(database, before, Given.KEYS, clock);
        String token = issue(old);
        old.rotate();

        TokenSettings after = Given.settings(TokenAlgorithm.ES256, Optional.of(new Secret("quite another secret")));
        assertThatThrownBy(() -> KeyRing.open(database, after, Given.KEYS, clock))
                .hasMessageContaining("corral.former-secret");
        KeySettings both = new KeySettings(Optional.empty(), AHEAD, Optional.of(Given.SECRET));
        assertThat(verifier(KeyRing.open(database, after, both, clock))
                        .verify(token)
                        .accountId())
                .isEqualTo("account-1");

        // The former secret is of no use any more, and none is needed.
        assertThat(KeyRing.open(database, after, Given.KEYS, clock).all()).hasSize(2);
        assertThatThrownBy(() -> KeyRing.open(database, before, Given.KEYS, clock))
                .isInstanceOf(KeyRingException.class);
        // A node that runs on with the former secret has its keys in memory.
        clock.move(Duration.ofMinutes(1));
        old.tend();
        assertThat(verifier(old).verify(issue(old)).accountId()).isEqualTo("account-1");
    }

    private List<Phase> phases() {
        return ring.states().stream().map(KeyState::phase).toList();
    }

    private List<SigningKey> rows() {
        return database.read(KeyRows::all);
    }

    private String issue(KeyRing by) {
        return new TokenIssuer(by, TOKENS, clock)
                .issue("account-1", Role.USER, 0)
                .text();
    }

    private TokenVerifier verifier(KeyRing by) {
        return new TokenVerifier(by, TOKENS, clock);
    }
}
