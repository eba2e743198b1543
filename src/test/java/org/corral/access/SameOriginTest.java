package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.corral.http.CorsOrigins;
import org.corral.http.FakeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTest {
    private final SameOrigin sameOrigin = new SameOrigin(Optional.empty(), CorsOrigins.none());

    private static FakeRequest post() {
        return FakeRequest.of("POST", "/").at("http", "corral.example.org", 8080);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void whatChangesNothingMayComeFromAnywhere(String method) {
        assertThat(sameOrigin.permits(FakeRequest.of(method, "/")
                        .header("Sec-Fetch-Site", "cross-site")
                        .build()))
                .isTrue();
    }

    @Test
    void theBrowserSaysWhereARequestComesFrom() {
        assertThat(sameOrigin.permits(
                        post().header("Sec-Fetch-Site", "same-origin").build()))
                .isTrue();
        assertThat(sameOrigin.permits(post().header("Sec-Fetch-Site", "none").build()))
                .isTrue();
        assertThat(sameOrigin.permits(
                        post().header("Sec-Fetch-Site", "same-site").build()))
                .isFalse();
        assertThat(sameOrigin.permits(
                        post().header("Sec-Fetch-Site", "cross-site").build()))
                .isFalse();
    }

    @Test
    void whatTheBrowserSaysIsNotOverruledByTheOrigin() {
        assertThat(sameOrigin.permits(post().header("Sec-Fetch-Site", "cross-site")
                        .header("Origin", "http://corral.example.org:8080")
                        .build()))
                .isFalse();
        assertThat(sameOrigin.permits(post().header("Sec-Fetch-Site", "same-origin")
                        .header("Sec-Fetch-Site", "cross-site")
                        .build()))
                .isFalse();
    }

    @Test
    void anOlderBrowserSendsTheOrigin() {
        assertThat(sameOrigin.permits(post().header("Origin", "http://Corral.example.org:8080")
                        .build()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example.org:8080",
                "http://corral.example.org",
                "http://corral.example.org:80800",
                "http://corral.example.org:8080.evil.org",
                "http://corral.example.org:8080@evil.org",
                "http://corral.example.org:8080/",
                "ftp://corral.example.org:8080",
                "null",
                "",
                "http://",
                "corral.example.org:8080",
                "http://corral.example.org:8080 http://evil.org"
            })
    void anotherOriginIsRefused(String origin) {
        assertThat(sameOrigin.permits(post().header("Origin", origin).build())).isFalse();
    }

    @Test
    void withoutEitherHeaderNobodyKnows() {
        assertThat(sameOrigin.permits(post().build())).isFalse();
    }

    @Test
    void twoOriginsAreRefused() {
        assertThat(sameOrigin.permits(post().header("Origin", "http://corral.example.org:8080")
                        .header("Origin", "http://evil.example.org")
                        .build()))
                .isFalse();
    }

    @Test
    void aProxyMayHaveTakenTlsAway() {
        FakeRequest plain = FakeRequest.of("POST", "/").at("http", "corral.example.org", 80);

        assertThat(sameOrigin.permits(
                        plain.header("Origin", "https://corral.example.org").build()))
                .isTrue();
        assertThat(sameOrigin.permits(post().header("Origin", "https://corral.example.org:8080")
                        .build()))
                .isTrue();
    }

    @Test
    void aPageWithoutTlsIsNotTheSameAsOneWithIt() {
        FakeRequest secure = FakeRequest.of("POST", "/").at("https", "corral.example.org", 443);

        assertThat(sameOrigin.permits(
                        secure.header("Origin", "http://corral.example.org").build()))
                .isFalse();
    }

    @Test
    void thePublicUrlIsAnOriginOfItsOwn() {
        SameOrigin known =
                new SameOrigin(Optional.of(URI.create("https://chat.example.com/corral")), CorsOrigins.none());

        assertThat(known.permits(
                        post().header("Origin", "https://chat.example.com").build()))
                .isTrue();
        assertThat(known.permits(
                        post().header("Origin", "http://chat.example.com").build()))
                .isFalse();
    }

    /** As Docker names hosts (RFC 3986, 3.2.2). */
    @Test
    void aNameWithAnUnderscoreIsAHostAsWell() {
        FakeRequest local = FakeRequest.of("POST", "/").at("http", "my_host", 8080);

        assertThat(sameOrigin.permits(
                        local.header("Origin", "http://my_host:8080").build()))
                .isTrue();
        assertThat(sameOrigin.permits(
                        local.header("Origin", "http://my_other:8080").build()))
                .isFalse();
    }

    @Test
    void anIpv6AddressIsAHostAsWell() {
        FakeRequest local = FakeRequest.of("POST", "/").at("http", "::1", 8080);

        assertThat(sameOrigin.permits(
                        local.header("Origin", "http://[::1]:8080").build()))
                .isTrue();
    }

    @Test
    void pagesThatTheOperatorNamedMayUseTheCookie() {
        SameOrigin friendly = new SameOrigin(Optional.empty(), new CorsOrigins(Set.of("https://app.example.org")));

        assertThat(friendly.permits(post().header("Sec-Fetch-Site", "same-site")
                        .header("Origin", "https://app.example.org")
                        .build()))
                .isTrue();
        assertThat(friendly.permits(post().header("Sec-Fetch-Site", "same-site")
                        .header("Origin", "https://other.example.org")
                        .build()))
                .isFalse();
        assertThat(friendly.permits(post().header("Origin", "https://app.example.org")
                        .header("Origin", "https://evil.test")
                        .build()))
                .isFalse();
    }

    /** "All" is for those who have a token, and no leave to use the one that the browser keeps. */
    @Test
    void allOriginsMayNotUseTheCookie() {
        SameOrigin open = new SameOrigin(Optional.empty(), new CorsOrigins(Set.of("*")));

        assertThat(open.permits(post().header("Origin", "https://evil.test").build()))
                .isFalse();
        assertThat(open.permits(post().header("Origin", "*").build())).isFalse();
    }
}
