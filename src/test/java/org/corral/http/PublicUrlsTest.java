package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.corral.settings.CookieSecure;
import org.corral.settings.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicUrlsTest {
    private static final ClientAddress NOBODY = new ClientAddress(List.of());
    private static final ClientAddress TRUSTS = new ClientAddress(List.of(new Network(local(), 8)));

    private static InetAddress local() {
        return InetAddress.getLoopbackAddress();
    }

    private static PublicUrls at(String url, ClientAddress clients) {
        return new PublicUrls(Optional.of(URI.create(url)), clients);
    }

    private static PublicUrls anywhere(ClientAddress clients) {
        return new PublicUrls(Optional.empty(), clients);
    }

    private static FakeRequest request() {
        return FakeRequest.of("POST", "/x").context("/corral").at("http", "corral.test", 8080);
    }

    private static PublicUrl find(PublicUrls urls, FakeRequest request) {
        var built = request.build();
        urls.note(built);
        return PublicUrl.of(built);
    }

    @Test
    void withoutAnythingElseTheRequestSaysIt() {
        assertThat(PublicUrl.of(request().build()).text()).isEqualTo("http://corral.test:8080/corral");
        assertThat(find(anywhere(NOBODY), request().at("https", "::1", 443).context(""))
                        .text())
                .isEqualTo("https://[::1]");
    }

    @Test
    void publicUrlHasItsOwnPathWhateverTheContextPathIs() {
        PublicUrls urls = at("https://example.org/ai", NOBODY);

        assertThat(find(urls, request()).text()).isEqualTo("https://example.org/ai");
        assertThat(find(urls, request().header("Origin", "https://example.org")).text())
                .isEqualTo("https://example.org/ai");
        assertThat(find(at("https://example.org", NOBODY), request()).path()).isEmpty();
    }

    /** An origin of another kind than the server's own is a page's that the operator has named, perhaps. */
    @Test
    void pageThatAskedTheServerItselfHasTheContextPath() {
        PublicUrls urls = at("https://example.org/ai", NOBODY);

        assertThat(find(urls, request().header("Origin", "http://corral.test:8080"))
                        .text())
                .isEqualTo("http://corral.test:8080/corral");
        assertThat(find(urls, request().header("Origin", "https://chat.test")).path())
                .isEqualTo("/ai");
        assertThat(find(urls, request().at("http", "example.org", 80).header("Origin", "https://example.org"))
                        .path())
                .isEqualTo("/ai");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-Proto | https | https",
                "X-Forwarded-Proto | HTTPS | https",
                "X-Forwarded-Proto | http | http",
                "X-Forwarded-Proto | gopher | http",
                "X-Forwarded-Proto | https; | http",
                "Forwarded | for=198.51.100.1;proto=https | https",
                "Forwarded | Proto=\"https\";for=198.51.100.1 | https",
                "Forwarded | for=198.51.100.1;proto=httpss | http",
                "Forwarded | for=\"x;proto=https\" | http",
            })
    void trustedProxyTellsTheScheme(String field, String value, String scheme) {
        FakeRequest plain = request().at("http", "corral.test", 80).header(field, value);

        assertThat(find(anywhere(TRUSTS), plain).text()).isEqualTo(scheme + "://corral.test/corral");
        assertThat(find(anywhere(NOBODY), plain).isHttps()).isFalse();
    }

    /** What the caller wrote themselves stands before what our proxies noted. */
    @Test
    void inAChainTheFirstProxyOfOursCounts() {
        FakeRequest one =
                request().header("X-Forwarded-For", "198.51.100.1").header("X-Forwarded-Proto", "https, http");
        FakeRequest two = request()
                .header("X-Forwarded-For", "198.51.100.1, 127.0.0.2")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Proto", "http");
        FakeRequest kept =
                request().header("X-Forwarded-For", "198.51.100.1, 127.0.0.2").header("X-Forwarded-Proto", "https");
        FakeRequest standard = request().header("Forwarded", "for=1.1.1.1;proto=https, for=198.51.100.1;proto=http");

        assertThat(find(anywhere(TRUSTS), one).isHttps()).isFalse();
        assertThat(find(anywhere(TRUSTS), two).isHttps()).isTrue();
        assertThat(find(anywhere(TRUSTS), kept).isHttps()).isTrue();
        assertThat(find(anywhere(TRUSTS), standard).isHttps()).isFalse();
    }

    @Test
    void fieldsThatContradictEachOtherAreBothNotBelieved() {
        FakeRequest request = request()
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "for=198.51.100.1;proto=http")
                .header("X-Forwarded-For", "198.51.100.1");

        assertThat(find(anywhere(TRUSTS), request).isHttps()).isFalse();
    }

    @Test
    void atThePublicUrlWithoutTlsTheProxyKnowsBetter() {
        PublicUrls urls = at("https://example.org/ai", TRUSTS);

        PublicUrl url = find(
                urls,
                request()
                        .at("http", "example.org", 80)
                        .header("X-Forwarded-Proto", "http")
                        .header("Origin", "http://example.org"));

        assertThat(url.text()).isEqualTo("http://example.org/ai");
    }

    @Test
    void cookieFollowsThePublicUrl() {
        var request = request().build();
        at("https://example.org/ai", NOBODY).note(request);

        var session = SafeCookie.of(request, CookieSecure.AUTO, "a", "b", "", Duration.ofMinutes(1));
        var device = SafeCookie.of(request, CookieSecure.NEVER, "a", "b", "/api", Duration.ofMinutes(1));

        assertThat(session.path()).isEqualTo("/ai");
        assertThat(session.secure()).isTrue();
        assertThat(device.path()).isEqualTo("/ai/api");
        assertThat(device.secure()).isFalse();
    }
}
