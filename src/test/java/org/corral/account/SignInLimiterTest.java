package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.Installation;
import org.corral.api.DeviceCookie;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.it.Secrets;
import org.corral.settings.SignupPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("storage")
class SignInLimiterTest {
    private static final String PASSWORD = Secrets.fresh();
    private static final String HOME = "192.0.2.1";
    private static final String ELSEWHERE = "198.51.100.";

    @TempDir
    Path folder;

    private Installation corral;

    @BeforeEach
    void open() throws Exception {
        corral = new Installation(folder, SignupPolicy.FIRST);
        corral.auths(
                "POST",
                "/signup",
                "{\"name\":\"Ada\",\"email\":\"ada@example.org\",\"password\":\"" + PASSWORD + "\"}");
    }

    @AfterEach
    void close() {
        corral.close();
    }

    private FakeResponse signIn(String address, String email, String password) throws Exception {
        return corral.send(request(address, email, password));
    }

    private static FakeRequest request(String address, String email, String password) {
        return FakeRequest.of("POST", "/signin")
                .servlet("/api/v1/auths")
                .from(address)
                .json("{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    private FakeResponse right(String address) throws Exception {
        return signIn(address, "ada@example.org", PASSWORD);
    }

    private void guess(String address, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertThat(signIn(address, "Ada@Example.org", "guess number " + i).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void theFifteenthGuessIsTheLastAndAnotherAddressGetsIn() throws Exception {
        guess(HOME, 15);

        FakeResponse refused = right(HOME);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isBetween(150, 180);
        assertThat(refused.json().get("detail").asString()).contains("Retry-After");
        assertThat(right(ELSEWHERE + 1).status()).isEqualTo(200);
    }

    @Test
    void whoIsNotThereIsNotToldFromWhoIs() throws Exception {
        for (int i = 0; i < 15; i++) {
            assertThat(signIn(HOME, "nobody", "a guess").status()).isEqualTo(400);
        }
        assertThat(signIn(HOME, "nobody", "a guess").status()).isEqualTo(429);
    }

    @Test
    void theRightPasswordIsNoGuess() throws Exception {
        guess(HOME, 14);
        for (int i = 0; i < 20; i++) {
            assertThat(right(HOME).status()).isEqualTo(200);
        }
        guess(HOME, 1);
        assertThat(right(HOME).status()).isEqualTo(429);
    }

    @Test
    void aDeviceThatIsKnownHasACountOfItsOwn() throws Exception {
        Cookie device = right(HOME).cookie(DeviceCookie.NAME).orElseThrow();
        assertThat(device.isHttpOnly()).isTrue();
        assertThat(device.getPath()).isEqualTo("/corral/api/v1/auths");
        guess(HOME, 15);

        FakeResponse known =
                corral.send(request(HOME, "ada@example.org", PASSWORD).cookie(DeviceCookie.NAME, device.getValue()));
        FakeResponse other =
                corral.send(request(HOME, "ada@example.org", PASSWORD).cookie(DeviceCookie.NAME, "made.up"));

        assertThat(known.status()).isEqualTo(200);
        assertThat(known.cookie(DeviceCookie.NAME)).isEmpty();
        assertThat(other.status()).isEqualTo(429);
        for (int i = 0; i < 15; i++) {
            corral.send(request(HOME, "ada@example.org", "a guess").cookie(DeviceCookie.NAME, device.getValue()));
        }
        assertThat(corral.send(request(HOME, "ada@example.org", PASSWORD).cookie(DeviceCookie.NAME, device.getValue()))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void aDeviceIsKnownForItsOwnAccountOnly() throws Exception {
        Cookie device = right(HOME).cookie(DeviceCookie.NAME).orElseThrow();
        for (int i = 0; i < 15; i++) {
            signIn(HOME, "bob@example.org", "a guess");
        }
        assertThat(corral.send(request(HOME, "bob@example.org", "a guess").cookie(DeviceCookie.NAME, device.getValue()))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void allDevicesOfAnAccountTogetherHaveACap() throws Exception {
        List<Cookie> devices = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            devices.add(right(HOME).cookie(DeviceCookie.NAME).orElseThrow());
        }
        for (Cookie device : devices.subList(0, 2)) {
            for (int i = 0; i < 15; i++) {
                assertThat(onDevice(device, "a guess").status()).isEqualTo(400);
            }
        }
        assertThat(onDevice(devices.get(2), "a guess").status()).isEqualTo(429);
        assertThat(right(HOME).status()).as("who has no device cookie").isEqualTo(200);
    }

    private FakeResponse onDevice(Cookie device, String password) throws Exception {
        return corral.send(request(HOME, "ada@example.org", password).cookie(DeviceCookie.NAME, device.getValue()));
    }

    @Test
    void aDeviceIsNoLongerKnownAfterAnotherPassword() throws Exception {
        FakeResponse first = right(HOME);
        Cookie device = first.cookie(DeviceCookie.NAME).orElseThrow();
        String token = first.json().get("token").asString();
        String other = Secrets.fresh();
        FakeResponse changed = corral.send(FakeRequest.of("POST", "/update/password")
                .servlet("/api/v1/auths")
                .from(HOME)
                .header("Sec-Fetch-Site", "same-origin")
                .cookie("token", token)
                .cookie(DeviceCookie.NAME, device.getValue())
                .json("{\"password\":\"" + PASSWORD + "\",\"new_password\":\"" + other + "\"}"));
        assertThat(changed.status()).isEqualTo(200);
        guess(HOME, 15);

        assertThat(onDevice(device, other).status()).isEqualTo(429);
        assertThat(onDevice(changed.cookie(DeviceCookie.NAME).orElseThrow(), other)
                        .status())
                .as("the device on which it was changed")
                .isEqualTo(200);
    }

    @Test
    void anAddressThatTriesManyAccountsIsRefusedForAll() throws Exception {
        for (int i = 0; i < 300; i++) {
            assertThat(signIn(HOME, "person" + i + "@example.org", "a guess").status())
                    .isEqualTo(400);
        }
        assertThat(right(HOME).status()).isEqualTo(429);
        assertThat(right(ELSEWHERE + 1).status()).isEqualTo(200);
    }

    @Test
    void whileManyGuessEachHasFewerTriesAndTheOwnerStillGetsIn() throws Exception {
        for (int i = 0; i < 10; i++) {
            guess(ELSEWHERE + i, 15);
        }
        guess(ELSEWHERE + 100, 3);
        assertThat(right(ELSEWHERE + 100).status()).isEqualTo(429);
        assertThat(right(HOME).status()).isEqualTo(200);
    }

    @Test
    void thePresentPasswordCanNotBeGuessedEither() throws Exception {
        String token = right(HOME).json().get("token").asString();
        String wrong = "{\"password\":\"a guess\",\"new_password\":\"" + Secrets.fresh() + "\"}";
        for (int i = 0; i < 15; i++) {
            assertThat(corral.auths("POST", "/update/password", wrong, token).status())
                    .isEqualTo(400);
        }
        assertThat(corral.auths("POST", "/update/password", wrong, token).status())
                .isEqualTo(429);
    }

    @Test
    void ipv6CountsByTheNetworkOfAHousehold() throws Exception {
        guess("2001:db8:1:2::1", 15);
        assertThat(right("2001:db8:1:2:3:4:5:6").status()).isEqualTo(429);
        assertThat(right("2001:db8:1:3::1").status()).isEqualTo(200);
    }

    @Test
    void manyAtOnceHaveNoMoreTriesThanManyInARow() throws Exception {
        ExecutorService guesser = Executors.newFixedThreadPool(40);
        try {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                statuses.add(guesser.submit(
                        () -> signIn(HOME, "ada@example.org", "a guess").status()));
            }
            int checked = 0;
            for (Future<Integer> status : statuses) {
                assertThat(status.get()).isIn(400, 429);
                checked += status.get() == 400 ? 1 : 0;
            }
            assertThat(checked).isEqualTo(15);
        } finally {
            guesser.shutdownNow();
        }
    }

    @Test
    void countsSurviveARestart() throws Exception {
        guess(HOME, 15);
        corral.close();
        corral = new Installation(folder, SignupPolicy.FIRST);
        assertThat(right(HOME).status()).isEqualTo(429);
    }
}
