package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.corral.access.Proof;
import org.corral.access.SshKey;
import org.corral.http.RefusedException;
import org.corral.it.OllamaIdentity;
import org.corral.settings.IpLiteral;
import org.corral.settings.SignatureSettings;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("storage")
class SeenSignaturesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = START.plus(Duration.ofMinutes(5));
    private static final SignatureSettings SETTINGS = new SignatureSettings(Duration.ofSeconds(10), 10_000);
    private static final String DELETE = "DELETE,/api/delete?ts=1767225600";
    private static final String LAPTOP = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";

    @TempDir
    Path folder;

    private final Proof.Signature proof = proof("ada");
    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Proof.Signature proof(String account) {
        SshKey key = SshKey.parse(OllamaIdentity.fresh().blob()).orElseThrow();
        return new Proof.Signature("key-of-" + account, key, account);
    }

    /** A node of its own on the same database, whose clock stands still. */
    private SeenSignatures node(Instant time, SignatureSettings settings) {
        return new SeenSignatures(database, settings, Clock.fixed(time, ZoneOffset.UTC));
    }

    private boolean takes(Instant time, String signed, String address) throws RefusedException {
        return takes(node(time, SETTINGS), signed, address);
    }

    private boolean takes(SeenSignatures node, String signed, String address) throws RefusedException {
        return node.take(proof, signed, UNTIL, IpLiteral.parse(address));
    }

    @Test
    void sameOneIsTakenAgainFromTheSameAddressUntilTenSecondsAfterTheFirst() throws RefusedException {
        assertThat(takes(START, DELETE, LAPTOP)).isTrue();

        assertThat(takes(START, DELETE, LAPTOP)).isTrue();
        assertThat(takes(START.plusMillis(9_999), DELETE, LAPTOP)).isTrue();
        // Not ten seconds after the last one: who repeats it for ever would never be stopped.
        assertThat(takes(START.plusMillis(10_000), DELETE, LAPTOP)).isFalse();
        assertThat(takes(UNTIL, DELETE, LAPTOP)).isFalse();
    }

    @Test
    void itIsNotTakenFromAnotherAddressAndThatSpoilsNothing() throws RefusedException {
        assertThat(takes(START, DELETE, LAPTOP)).isTrue();

        assertThat(takes(START, DELETE, ELSEWHERE)).isFalse();
        assertThat(takes(START, DELETE, ELSEWHERE)).isFalse();
        assertThat(takes(START, DELETE, LAPTOP)).isTrue();
        assertThat(takes(START, DELETE.replace("600", "601"), ELSEWHERE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:aaaa::1, 2001:db8:1:2:bbbb::2, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 2001:db8:1:2::1, false"
    })
    void addressThatChangesByItselfIsTheSamePlace(String first, String second, boolean same) throws RefusedException {
        assertThat(takes(START, DELETE, first)).isTrue();
        assertThat(takes(START, DELETE, second)).isEqualTo(same);
    }

    @Test
    void sameTextByAnotherKeyIsAnotherOne() throws RefusedException {
        assertThat(takes(START, DELETE, LAPTOP)).isTrue();
        assertThat(node(START, SETTINGS).take(proof("bob"), DELETE, UNTIL, IpLiteral.parse(ELSEWHERE)))
                .isTrue();
    }

    @Test
    void withoutRepetitionEachIsTakenOnce() throws RefusedException {
        SeenSignatures strict = node(START, new SignatureSettings(Duration.ZERO, 10_000));
        assertThat(takes(strict, DELETE, LAPTOP)).isTrue();
        assertThat(takes(strict, DELETE, LAPTOP)).isFalse();
    }

    @Test
    void manyAtOnceFromOneAddressOnTwoNodesAreAllTaken() throws Exception {
        List<SeenSignatures> nodes = List.of(node(START, SETTINGS), node(START, SETTINGS));
        assertThat(atOnce(IntStream.range(0, 20)
                        .<Callable<Boolean>>mapToObj(i -> () -> takes(nodes.get(i % 2), DELETE, LAPTOP))
                        .toList()))
                .containsOnly(true);
    }

    @Test
    void ofManyAtOnceFromTwoAddressesThoseOfOneAreTaken() throws Exception {
        SeenSignatures node = node(START, SETTINGS);
        for (int round = 0; round < 10; round++) {
            String signed = DELETE + round;
            List<Boolean> taken = atOnce(IntStream.range(0, 10)
                    .<Callable<Boolean>>mapToObj(i -> () -> takes(node, signed, i % 2 == 0 ? LAPTOP : ELSEWHERE))
                    .toList());
            List<Boolean> laptop = every(taken, 0);
            List<Boolean> elsewhere = every(taken, 1);
            assertThat(laptop).containsOnly(laptop.get(0));
            assertThat(elsewhere).containsOnly(!laptop.get(0));
        }
    }

    private static List<Boolean> every(List<Boolean> taken, int from) {
        return IntStream.range(0, taken.size())
                .filter(i -> i % 2 == from)
                .mapToObj(taken::get)
                .collect(Collectors.toList());
    }

    private static List<Boolean> atOnce(List<Callable<Boolean>> calls) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(6);
        try {
            List<Boolean> answers = new ArrayList<>();
            for (Future<Boolean> answer : callers.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void oneAccountHasSoManyInTenMinutesAndLeavesTheOthersAlone() throws RefusedException {
        SeenSignatures node = node(START, new SignatureSettings(Duration.ofSeconds(10), 3));
        for (int i = 0; i < 3; i++) {
            assertThat(takes(node, DELETE + i, LAPTOP)).isTrue();
        }
        assertThatThrownBy(() -> takes(node, DELETE + 3, LAPTOP))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().status()).isEqualTo(429));
        assertThat(node.take(proof("bob"), DELETE, UNTIL, IpLiteral.parse(LAPTOP)))
                .isTrue();
    }

    /** It is far too old by then to be taken by anybody; only that the table does not grow. */
    @Test
    void whatIsOverIsForgotten() throws RefusedException {
        assertThat(takes(START, DELETE, LAPTOP)).isTrue();
        assertThat(takes(UNTIL.plusSeconds(3600), DELETE, ELSEWHERE)).isFalse();
        assertThat(takes(UNTIL.plusSeconds(3601), DELETE, ELSEWHERE)).isTrue();
    }
}
