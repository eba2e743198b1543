package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.AuthMode;
import org.corral.settings.KeySettings;
import org.corral.settings.Role;
import org.corral.settings.SignInSettings;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
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

/** Two nodes on one database, of which one is ten minutes ahead. */
@Tag("storage")
class ClocksApartTest {
    private static final Duration APART = Duration.ofMinutes(10);
    private static final int TRIES = 15;
    private static final Duration WINDOW = Duration.ofMinutes(3);
    private static final Instant START = Instant.parse("2031-05-01T10:00:00Z");

    private static final TokenSettings TOKENS =
            new TokenSettings(Duration.ofHours(1), TokenAlgorithm.ES256, "corral", "corral", 8192, 0, Optional.empty());
    private static final KeySettings KEYS = new KeySettings(Optional.empty(), Duration.ofMinutes(5), Optional.empty());
    private static final SignInSettings SIGN_IN =
            new SignInSettings(AuthMode.ON, TRIES, 300, 30, WINDOW, Duration.ofDays(365), 1000, List.of());

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Clock behind(Duration later) {
        return Clock.fixed(START.plus(later), ZoneOffset.UTC);
    }

    private static Clock ahead(Duration later) {
        return behind(APART.plus(later));
    }

    private KeyRing ring(Clock clock) throws Exception {
        return KeyRing.open(database, TOKENS, KEYS, clock);
    }

    private static String issue(KeyRing ring, Clock clock) {
        return new TokenIssuer(ring, TOKENS, clock)
                .issue("account-1", Role.USER, 0)
                .text();
    }

    private static VerifiedToken verify(KeyRing ring, Clock clock, String token) throws Exception {
        return new TokenVerifier(ring, TOKENS, clock).verify(token);
    }

    @Test
    void eachTakesTheTokensOfTheOther() throws Exception {
        Clock behind = behind(Duration.ZERO);
        Clock ahead = ahead(Duration.ZERO);
        KeyRing first = ring(behind);
        KeyRing second = ring(ahead);

        assertThat(verify(first, behind, issue(second, ahead)).accountId()).isEqualTo("account-1");
        assertThat(verify(second, ahead, issue(first, behind)).accountId()).isEqualTo("account-1");
    }

    /** By the clock ahead the new key signs at once, and takes the place of the former one. */
    @Test
    void aRotationByEitherEndsNoToken() throws Exception {
        for (boolean bySlow : List.of(true, false)) {
            Clock behind = behind(Duration.ZERO);
            Clock ahead = ahead(Duration.ZERO);
            String before = issue(ring(behind), behind);
            String beforeAhead = issue(ring(ahead), ahead);

            KeyRing rotating = bySlow ? ring(behind) : ring(ahead);
            rotating.rotate();

            for (Duration later = Duration.ZERO;
                    later.compareTo(Duration.ofMinutes(20)) <= 0;
                    later = later.plusMinutes(1)) {
                // Opening a ring writes what is due by its clock, as the nodes do once a second.
                Clock slow = behind(later);
                Clock fast = ahead(later);
                KeyRing second = ring(fast);
                KeyRing first = ring(slow);
                for (String token : List.of(before, beforeAhead, issue(first, slow), issue(second, fast))) {
                    assertThat(verify(first, slow, token).accountId()).isEqualTo("account-1");
                    assertThat(verify(second, fast, token).accountId()).isEqualTo("account-1");
                }
            }
        }
    }

    @Test
    void aRevokedTokenStaysRevokedOnTheNodeBehind() throws Exception {
        Clock behind = behind(Duration.ZERO);
        VerifiedToken token = verify(ring(behind), behind, issue(ring(behind), behind));
        new RevokedTokens(database, 1000, behind).add(token);

        // By the clock ahead the token has expired, and its row may go; by the clock behind it is still good.
        Clock later = ahead(Duration.ofMinutes(55));
        database.write(em -> ChangeFeed.forget(em, later));

        assertThat(new RevokedTokens(database, 1000, behind(Duration.ofMinutes(55))).contains(token))
                .isTrue();
    }

    /** The window of the one is over for the other, once; from then on both see that of the node ahead. */
    @Test
    void whoGuessesAtBothInTurnGetsNoMoreThanTwiceTheTries() throws Exception {
        assertThat(guesses(Duration.ZERO)).isBetween(TRIES, 2 * TRIES);
        assertThat(guesses(WINDOW)).isBetween(0, TRIES);
        assertThat(guesses(WINDOW.multipliedBy(2))).isBetween(0, TRIES);
    }

    private int guesses(Duration later) throws Exception {
        List<SignInLimiter> nodes = List.of(limiter(behind(later)), limiter(ahead(later)));
        int guesses = 0;
        int refused = 0;
        for (int i = 0; refused < 4; i++) {
            if (guess(nodes.get(i % 2))) {
                guesses++;
                refused = 0;
            } else {
                refused++;
            }
        }
        return guesses;
    }

    private SignInLimiter limiter(Clock clock) {
        return new SignInLimiter(database, SIGN_IN, KnownDevices.open(database, SIGN_IN.deviceLife(), clock), clock);
    }

    /** @return whether the password was looked at */
    private static boolean guess(SignInLimiter limiter) throws Exception {
        SignInOrigin origin =
                new SignInOrigin("a test", Optional.of(InetAddress.getByAddress(new byte[] {10, 0, 0, 1})), List.of());
        try {
            limiter.<Boolean>guard("ada@example.org", origin, () -> {
                throw new RefusedException(Refusal.badRequest("wrong"));
            });
            return true;
        } catch (RefusedException e) {
            return e.refusal().status() == 400;
        }
    }

    @Test
    void theLogSaysOnceAnHourWhichClockIsWrong() {
        ClockComparison clocks = new ClockComparison(behind(Duration.ZERO));

        assertThat(clocks.warning(START.plusSeconds(60).toEpochMilli())).isEmpty();
        assertThat(clocks.warning(START.plus(APART).toEpochMilli()).orElseThrow())
                .contains("600 s ahead of", "NTP");
        assertThat(clocks.warning(START.plus(APART).toEpochMilli())).isEmpty();
        assertThat(new ClockComparison(ahead(Duration.ZERO))
                        .warning(START.toEpochMilli())
                        .orElseThrow())
                .contains("600 s behind");
    }
}
