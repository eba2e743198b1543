package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import at.favre.lib.crypto.bcrypt.BCrypt;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.corral.http.RefusedException;
import org.corral.it.Secrets;
import org.corral.settings.SignupPolicy;
import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;
import org.junit.jupiter.api.Test;

class PasswordHashingTest {
    private static final String PASSWORD = Secrets.fresh();
    private final PasswordHashing hashing = TestAccounts.hashing(2048);

    @Test
    void aHashMatchesItsPasswordOnly() throws RefusedException {
        String stored = hashing.hash(PASSWORD);

        assertThat(hashing.check(PASSWORD, stored)).isEqualTo(PasswordCheck.RIGHT);
        assertThat(hashing.check(PASSWORD.toUpperCase(Locale.ROOT), stored).right())
                .isFalse();
        assertThat(stored).startsWith("PBKDF2WithHmacSHA512:2048:");
        assertThat(hashing.hash(PASSWORD)).isNotEqualTo(stored);
    }

    @Test
    void theSettingIsWhatIsHashedWith() throws RefusedException {
        PasswordHashing strong =
                PasswordHashing.of(new Pbkdf2PasswordHashImpl(), TestAccounts.settings(SignupPolicy.FIRST), () -> 0);

        assertThat(strong.hash(PASSWORD)).startsWith("PBKDF2WithHmacSHA512:210000:");
    }

    @Test
    void aWeakerHashIsRenewed() throws RefusedException {
        String weak = TestAccounts.hashing(1024).hash(PASSWORD);

        PasswordCheck check = hashing.check(PASSWORD, weak);

        assertThat(check.right()).isTrue();
        assertThat(hashing.check(PASSWORD, check.renewed().orElseThrow())).isEqualTo(PasswordCheck.RIGHT);
    }

    /** What a Mac may send for the same keys. */
    private static final String DECOMPOSED = PASSWORD + "a\u0308";

    private static final String COMPOSED = PASSWORD + "\u00e4";

    @Test
    void aPasswordIsTheSameHoweverItsLettersAreComposed() throws RefusedException {
        for (String made : List.of(COMPOSED, DECOMPOSED)) {
            String stored = hashing.hash(made);
            assertThat(hashing.check(COMPOSED, stored)).isEqualTo(PasswordCheck.RIGHT);
            assertThat(hashing.check(DECOMPOSED, stored)).isEqualTo(PasswordCheck.RIGHT);
            assertThat(hashing.check(PASSWORD + "a", stored)).isEqualTo(PasswordCheck.WRONG);
        }
    }

    @Test
    void whatWasHashedAsItWasTypedIsStillGoodAndRenewed() throws RefusedException {
        String raw = new String(
                BCrypt.with(BCrypt.Version.VERSION_2B).hash(4, DECOMPOSED.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.US_ASCII);
        Pbkdf2PasswordHashImpl before = new Pbkdf2PasswordHashImpl();
        before.initialize(PasswordHashing.parameters(2048));
        for (String stored : List.of(raw, before.generate(DECOMPOSED.toCharArray()))) {
            PasswordCheck check = hashing.check(DECOMPOSED, stored);
            assertThat(check.right()).isTrue();
            assertThat(hashing.check(COMPOSED, check.renewed().orElseThrow())).isEqualTo(PasswordCheck.RIGHT);
        }
    }

    @Test
    void twoFormsCostTwiceForEverybody() throws RefusedException {
        HashRounds recorder = new HashRounds();
        PasswordHashing recorded = new PasswordHashing(recorder, 2048, 1, 1, () -> 4, Bcrypt::waste);
        recorded.checkNobody(DECOMPOSED);
        assertThat(recorder.taken()).isEqualTo(4096);
        for (String stored : List.of(bcrypt(4), "PBKDF2WithHmacSHA512:1024:AAAA:AAAA")) {
            recorded.check(DECOMPOSED, stored);
            assertThat(recorder.taken()).isEqualTo(4096);
        }
        recorded.checkNobody(COMPOSED);
        assertThat(recorder.taken()).isEqualTo(2048);
    }

    /** The password that somebody had at Open WebUI. */
    @Test
    void anImportedHashIsReplacedByOurOwn() throws RefusedException {
        String imported = bcrypt(4);

        PasswordCheck check = hashing.check(PASSWORD, imported);

        assertThat(check.right()).isTrue();
        assertThat(check.renewed().orElseThrow()).startsWith("PBKDF2WithHmacSHA512:2048:");
        assertThat(hashing.check(PASSWORD, check.renewed().orElseThrow())).isEqualTo(PasswordCheck.RIGHT);
        assertThat(hashing.check(PASSWORD + "x", imported)).isEqualTo(PasswordCheck.WRONG);
    }

    /** Open WebUI never saw what stands behind the first 72 bytes. */
    @Test
    void anImportedHashKnowsTheBeginningOfALongPassword() throws RefusedException {
        String begin = PASSWORD + "x".repeat(72 - PASSWORD.length());
        String imported = new String(
                BCrypt.with(BCrypt.Version.VERSION_2B).hash(4, begin.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.US_ASCII);

        assertThat(hashing.check(begin + "more", imported).right()).isTrue();
        assertThat(hashing.check(begin.substring(1) + "more", imported).right()).isFalse();
    }

    @Test
    void whatFailsCostsTheSameWhileImportedHashesAreLeft() throws RefusedException {
        HashRounds recorder = new HashRounds();
        List<Integer> costs = new ArrayList<>();
        PasswordHashing recorded = new PasswordHashing(recorder, 2048, 1, 1, () -> 12, costs::add);

        recorded.checkNobody(PASSWORD);
        assertThat(recorder.taken()).isEqualTo(2048);
        assertThat(costs).containsExactly(12);
        costs.clear();
        recorded.check("wrong", "PBKDF2WithHmacSHA512:2048:AAAA:AAAA");
        assertThat(recorder.taken()).isEqualTo(2048);
        assertThat(costs).containsExactly(12);
        costs.clear();
        for (int cost = 4; cost <= 12; cost++) {
            recorded.check("wrong", bcrypt(cost));
            assertThat(recorder.taken()).isEqualTo(2048);
            // With the one that was checked.
            assertThat((1 << cost) + costs.stream().mapToInt(each -> 1 << each).sum())
                    .isEqualTo(1 << 12);
            costs.clear();
        }
    }

    private static String bcrypt(int cost) {
        byte[] hash = BCrypt.with(BCrypt.Version.VERSION_2B).hash(cost, PASSWORD.getBytes(StandardCharsets.UTF_8));
        return new String(hash, StandardCharsets.US_ASCII);
    }

    @Test
    void whatFailsCostsTheSameWhateverIsStored() throws RefusedException {
        HashRounds recorder = new HashRounds();
        PasswordHashing recorded = new PasswordHashing(recorder, 2048, 1, 1, () -> 0, Bcrypt::waste);

        recorded.checkNobody(PASSWORD);
        assertThat(recorder.taken()).isEqualTo(2048);
        recorded.check("wrong", "PBKDF2WithHmacSHA512:2048:AAAA:AAAA");
        assertThat(recorder.taken()).isEqualTo(2048);
        recorded.check("wrong", "PBKDF2WithHmacSHA512:1024:AAAA:AAAA");
        assertThat(recorder.taken()).isEqualTo(2048);
    }

    @Test
    void noMoreThanTheCoresWorkAtOnce() throws Exception {
        Busy busy = new Busy(2);
        busy.go.countDown();
        PasswordHashing two = new PasswordHashing(busy, 1024, 2, 100, () -> 0, Bcrypt::waste);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(threads.submit(() -> two.hash("x")));
            }
            for (Future<String> each : all) {
                each.get(10, TimeUnit.SECONDS);
            }
            assertThat(busy.most.get()).isEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoFindsTheQueueFullIsToldToComeAgain() throws Exception {
        Busy busy = new Busy(1);
        PasswordHashing small = new PasswordHashing(busy, 1024, 1, 2, () -> 0, Bcrypt::waste);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<String>> inside = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                inside.add(threads.submit(() -> small.hash("x")));
            }
            while (small.inside() < 3) {
                Thread.onSpinWait();
            }

            assertThatThrownBy(() -> small.hash("x"))
                    .asInstanceOf(type(RefusedException.class))
                    .extracting(RefusedException::refusal)
                    .satisfies(refusal -> {
                        assertThat(refusal.status()).isEqualTo(503);
                        assertThat(refusal.headers()).containsKey("Retry-After");
                    });

            busy.go.countDown();
            for (Future<String> each : inside) {
                each.get(10, TimeUnit.SECONDS);
            }
            assertThat(small.hash("x")).isEqualTo("hash");
        } finally {
            threads.shutdownNow();
        }
    }

    /** Takes until it is let go, and counts how many are at it. */
    private static final class Busy implements Pbkdf2PasswordHash {
        final CountDownLatch go = new CountDownLatch(1);
        final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger now = new AtomicInteger();
        private final CyclicBarrier together;

        /** @param parties how many have to be at it before any of them has done */
        Busy(int parties) {
            together = new CyclicBarrier(parties);
        }

        @Override
        public void initialize(Map<String, String> parameters) {}

        @Override
        public String generate(char[] password) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                go.await();
                together.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
            now.decrementAndGet();
            return "hash";
        }

        @Override
        public boolean verify(char[] password, String stored) {
            return false;
        }
    }
}
