package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.corral.settings.CookieSecure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeCookieTest {
    private static String field(String context, String value, Duration life, CookieSecure secure) {
        FakeResponse response = new FakeResponse();
        SafeCookie.of(FakeRequest.of("POST", "/x").context(context).build(), secure, "token", value, "", life)
                .addTo(response.http());
        return response.header("Set-Cookie").orElseThrow();
    }

    @Test
    void fieldHasOneFormOnAllServers() {
        assertThat(field("/corral", "aa.bb.cc", Duration.ofHours(1), CookieSecure.ALWAYS))
                .isEqualTo("token=aa.bb.cc; Path=/corral; Max-Age=3600; Secure; HttpOnly; SameSite=Lax");
        assertThat(field("", "a", Duration.ofSeconds(1), CookieSecure.NEVER))
                .isEqualTo("token=a; Path=/; Max-Age=1; HttpOnly; SameSite=Lax");
    }

    /** The grammar of Max-Age has no 0, and a token may have ended while it was made. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, 999, Long.MIN_VALUE})
    void cookieWithoutLifeHasEndedLongAgo(long milliseconds) {
        assertThat(field("", "", Duration.ofMillis(milliseconds), CookieSecure.NEVER))
                .isEqualTo("token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax");
    }

    /** Some programs read the seconds into 32 bits. */
    @Test
    void lifeHasAnEndThatProgramsCanRead() {
        assertThat(field("", "a", Duration.ofDays(1_000_000), CookieSecure.NEVER))
                .contains("; Max-Age=2147483647;");
    }

    @ParameterizedTest
    @CsvSource({
        "/corral;Domain=example.org, /corral%3BDomain=example.org",
        "/my corral, /my%20corral",
        "/z\u00fcrich, /z%C3%BCrich",
        "/a%20b, /a%20b"
    })
    void pathCanAddNoAttribute(String context, String path) {
        assertThat(field(context, "a", Duration.ofSeconds(1), CookieSecure.NEVER))
                .isEqualTo("token=a; Path=" + path + "; Max-Age=1; HttpOnly; SameSite=Lax");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a b", "a\r\nb", "\"a\"", "a,b", "a\\b", "\u00e9", "\u0000", "\u007f"})
    void valueIsRefusedThatWouldNotComeBack(String value) {
        assertThatThrownBy(() -> field("", value, Duration.ofSeconds(1), CookieSecure.NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(value);
    }
}
