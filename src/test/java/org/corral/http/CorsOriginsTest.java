package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.corral.settings.CookieSecure;
import org.corral.settings.HttpSettings;
import org.corral.settings.Settings;
import org.corral.settings.Size;
import org.corral.settings.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsOriginsTest {
    private static CorsOrigins of(String setting) {
        Sources sources = new Sources(Map.of("CORRAL_CORS_ORIGINS", setting), Map.of(), Map.of());
        return new CorsOrigins(Settings.load(sources).http().corsOrigins());
    }

    /** However an operator writes it, it is compared with what a browser sends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://chat.example.org",
                "http://localhost",
                "http://localhost:5173",
                "https://h:80",
                "http://[::1]:8080",
                "app://obsidian.md",
                "http://my_host:8080",
                "https://my_host",
                "chrome-extension://abcdefghijklmnop"
            })
    void originThatWasGivenIsNamed(String origin) {
        assertThat(of(origin).names(origin)).isTrue();
        assertThat(of(origin.toUpperCase(Locale.ROOT)).names(origin)).isTrue();
    }

    /** Each installation of an extension has a host of its own. */
    @Test
    void wholeSchemeAdmitsButNamesNobody() {
        CorsOrigins some = of("Moz-Extension://*, https://a.test");

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
    void starMeansAllButNamesNobody() {
        CorsOrigins all = of("*");

        assertThat(all.any()).isTrue();
        assertThat(all.names("https://a.test")).isFalse();
        assertThat(all.names("*")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpSettings(
                        Optional.empty(),
                        new Size(65536),
                        new Size(16 << 20),
                        CookieSecure.AUTO,
                        Set.of("*", "https://a.test")));
    }
}
