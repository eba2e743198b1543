package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsOriginsTest {
    /** What is compared is the text that the browser sends. */
    @ParameterizedTest
    @CsvSource({
        "https://chat.example.org, https://chat.example.org",
        "HTTPS://Chat.Example.org:443, https://chat.example.org",
        "http://localhost:80, http://localhost",
        "http://localhost:5173, http://localhost:5173",
        "https://h:80, https://h:80",
        "http://[::1]:8080, http://[::1]:8080",
        "app://obsidian.md, app://obsidian.md",
        "http://My_Host:8080, http://my_host:8080",
        "https://my_host:443, https://my_host",
        "chrome-extension://abcdefghijklmnop, chrome-extension://abcdefghijklmnop"
    })
    void originIsKeptAsBrowsersWriteIt(String written, String kept) throws WrongValueException {
        assertThat(CorsOrigins.parse(written).origins()).containsExactly(kept);
        assertThat(CorsOrigins.parse(written).names(kept)).isTrue();
    }

    @Test
    void severalStandInOneList() throws WrongValueException {
        assertThat(CorsOrigins.parse("https://a.test, https://b.test;https://a.test")
                        .origins())
                .isEqualTo(Set.of("https://a.test", "https://b.test"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "https://a.test/",
                "https://a.test/path",
                "https://a.test?x",
                "https://user@a.test",
                "https://*.a.test",
                "https://my_host/",
                "https://user@my_host",
                "https://*",
                "http://*",
                "file://*",
                "*://*",
                "moz-extension://*/",
                "moz-extension://*:80",
                "moz-extension://*abc",
                "moz-extension:*",
                "https://",
                "a.test",
                "//a.test",
                "https:a.test",
                "https://a.test, *",
                "* *"
            })
    void whatIsNoExactOriginIsAMistake(String written) {
        assertThatExceptionOfType(WrongValueException.class).isThrownBy(() -> CorsOrigins.parse(written));
    }

    /** Each installation of an extension has a host of its own. */
    @Test
    void wholeSchemeAdmitsButNamesNobody() throws WrongValueException {
        CorsOrigins some = CorsOrigins.parse("Moz-Extension://*, https://a.test");

        assertThat(some.any()).isFalse();
        assertThat(some.admits("moz-extension://3f1c6f0e-5b1a-4d53-9a63-0f9a2b6f7d11"))
                .isTrue();
        assertThat(some.admits("https://a.test")).isTrue();
        assertThat(some.names("https://a.test")).isTrue();
        for (String other : new String[] {
            "moz-extension://*",
            "moz-extension://",
            "moz-extension://a/b",
            "moz-extension://a b",
            "moz-extension:a",
            "chrome-extension://a",
            "xmoz-extension://a",
            "https://moz-extension",
            "null",
            "*",
            ""
        }) {
            assertThat(some.admits(other)).as(other).isFalse();
        }
        assertThat(some.names("moz-extension://a")).isFalse();
        assertThat(some.names("moz-extension://*")).isFalse();
    }

    @Test
    void starMeansAllButNamesNobody() throws WrongValueException {
        CorsOrigins all = CorsOrigins.parse("*");

        assertThat(all.any()).isTrue();
        assertThat(all.names("https://a.test")).isFalse();
        assertThat(all.names("*")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new CorsOrigins(Set.of("*", "https://a.test")));
    }
}
