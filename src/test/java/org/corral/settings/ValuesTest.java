package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The boundaries of every setting: what is just taken, and what is just refused. */
class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "JDBC_POOL_SIZE, 1, 200, 0, 201",
        "JDBC_CONNECT_TIMEOUT, 250ms, 10m, 249ms, 10m1ms",
        "PASSWORD_ITERATIONS, 210000, 10000000, 209999, 10000001",
        "PASSWORD_QUEUE, 1, 1000, 0, 1001",
        "ACCOUNT_CACHE, 0s, 10s, -1s, 10s1ms",
        "OUTAGE_GRACE, 0s, 12h, -1s, 12h1ms",
        "TOKEN_LIFETIME, 1s, 3650d, 999ms, 3650d1ms",
        "TOKEN_MAX_LENGTH, 1024, 65536, 1023, 65537",
        "TOKEN_CACHE, 0, 1000000, -1, 1000001",
        "MAX_JSON_BODY, 1KB, 16MB, 1023, 16777217",
        "STREAM_BUFFER, 4KB, 64MB, 4095, 67108865",
        "LINGER_SIZE, 0, 1GB, -1, 1073741825",
        "LINGER_TIME, 0s, 10m, -1s, 10m1ms",
        "CONNECT_TIMEOUT, 1ms, 1w, 0, 1w1ms",
        "FIRST_BYTE_TIMEOUT, 1ms, 1w, 0s, 1w1ms",
        "SILENCE_TIMEOUT, 1ms, 1w, 0s, 1w1ms",
        "UPLOAD_TIMEOUT, 1ms, 1w, 0s, 1w1ms",
        "QUEUE_TIMEOUT, 1ms, 1w, 0s, 1w1ms",
        "MAX_REQUESTS, 0, 1000000, -1, 1000001",
        "REQUESTS_PER_SERVER, 1, 65535, 0, 65536"
    })
    void bothEndsOfARangeAreTaken(Setting setting, String least, String most, String tooSmall, String tooLarge) {
        assertThat(Load.mistakes(setting.environmentName(), least)).isEmpty();
        assertThat(Load.mistakes(setting.environmentName(), most)).isEmpty();
        assertThat(Load.mistakes(setting.environmentName(), tooSmall)).hasSize(1);
        assertThat(Load.mistakes(setting.environmentName(), tooLarge))
                .singleElement()
                .asString()
                .startsWith(
                        setting.environmentName() + " (environment): \"" + tooLarge + "\" is out of range; accepted: ")
                .endsWith(" to " + most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.5", "1e3", "+5", "0x10", "ten", "1 0", "9999999999", "\u0665"})
    void numbersAreDigits(String text) {
        assertThat(Load.mistakes("CORRAL_PASSWORD_QUEUE", text)).hasSize(text.isEmpty() ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"rs256, RS256", "HS256, HS256", "Es256, ES256", "EdDSA, EDDSA", "EDDSA, EDDSA"})
    void algorithmsAreTakenInEitherCase(String text, TokenAlgorithm algorithm) {
        assertThat(Load.environment("CORRAL_TOKEN_ALGORITHM", text).token().algorithm())
                .isEqualTo(algorithm);
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "always, ALWAYS", "Never, NEVER"})
    void cookieSecureIsOneOfThreeWords(String text, CookieSecure expected) {
        assertThat(Load.environment("CORRAL_COOKIE_SECURE", text).http().cookieSecure())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0s", "0w"})
    void tokensMayHaveNoEnd(String text) {
        assertThat(Load.environment("JWT_EXPIRES_IN", text).token().endless()).isTrue();
        assertThat(Load.environment("JWT_EXPIRES_IN", "1s").token().endless()).isFalse();
        assertThat(Load.mistakes("JWT_EXPIRES_IN", "-2")).hasSize(1);
    }

    @Test
    void publicUrlIsTakenWithoutItsLastSlash() {
        assertThat(Load.environment("CORRAL_PUBLIC_URL", "https://ai.example.org/corral/")
                        .http()
                        .publicUrl())
                .contains(URI.create("https://ai.example.org/corral"));
    }

    @Test
    void firstAdminHasANameUnlessGivenOne() {
        Map<String, String> admin = Map.of("CORRAL_ADMIN_EMAIL", "Ada@Example.org", "CORRAL_ADMIN_PASSWORD", " pass ");

        assertThat(Load.environment(admin).account().firstAdmin())
                .contains(new FirstAdmin("Ada@Example.org", "Admin", new Secret(" pass ")));
    }

    @Test
    void databaseMayHaveUserAndPassword() {
        Map<String, String> full = Map.of(
                "CORRAL_JDBC_URL", "jdbc:postgresql://h/d", "CORRAL_JDBC_USER", "ada", "CORRAL_JDBC_PASSWORD", "p");

        assertThat(Load.environment("CORRAL_JDBC_URL", "jdbc:h2:mem:x")
                        .storage()
                        .jdbc())
                .contains(new Jdbc("jdbc:h2:mem:x", Optional.empty(), Optional.empty()));
        assertThat(Load.environment(full).storage().jdbc())
                .contains(new Jdbc("jdbc:postgresql://h/d", Optional.of("ada"), Optional.of(new Secret("p"))));
    }

    @Test
    void secretHasAtLeastSixteenCharacters() {
        assertThat(Load.mistakes("CORRAL_SECRET", "0123456789abcde"))
                .containsExactly(
                        "CORRAL_SECRET (environment): the value is too short; accepted: at least 16 characters");
        assertThat(Load.environment("CORRAL_SECRET", "0123456789abcdef").token().secret())
                .contains(new Secret("0123456789abcdef"));
    }

    @Test
    void keysMayBeKeptForGood() {
        assertThat(Load.environment("CORRAL_KEY_ROTATION", "Never").keys().rotation())
                .isEmpty();
        assertThat(Load.environment("CORRAL_KEY_ROTATION", "1h").keys().rotation())
                .contains(Duration.ofHours(1));
        assertThat(Load.environment("CORRAL_KEY_PUBLISH_AHEAD", "0s").keys().publishAhead())
                .isZero();
        assertThat(Load.mistakes("CORRAL_KEY_ROTATION", "59m"))
                .containsExactly(
                        "CORRAL_KEY_ROTATION (environment): \"59m\" is out of range; accepted: 1h to 3650d, or never");
        assertThat(Load.mistakes("CORRAL_KEY_ROTATION", "sometimes"))
                .singleElement()
                .asString()
                .endsWith(", or never");
    }

    @Test
    void formerSecretIsOfUseWithANewOneOnly() {
        assertThat(Load.mistakes("CORRAL_FORMER_SECRET", "0123456789abcdef"))
                .containsExactly(
                        "CORRAL_FORMER_SECRET (environment): needs CORRAL_SECRET or CORRAL_SECRET_FILE as well");
    }

    @Test
    void secretsKeepTheirBlanks() {
        assertThat(Load.environment("CORRAL_SECRET", " 0123456789abcdef ")
                        .token()
                        .secret())
                .contains(new Secret(" 0123456789abcdef "));
    }

    @Test
    void textsHaveUpToTwoHundredPrintableCharacters() {
        assertThat(Load.mistakes("CORRAL_TOKEN_ISSUER", "x".repeat(200))).isEmpty();
        assertThat(Load.mistakes("CORRAL_TOKEN_ISSUER", "x".repeat(201))).hasSize(1);
        assertThat(Load.mistakes("CORRAL_TOKEN_ISSUER", "a\nb")).hasSize(1);
        assertThat(Load.environment("CORRAL_ADMIN_NAME", "Ádám Kovács")
                        .account()
                        .firstAdmin())
                .isEmpty();
    }
}
