package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.corral.it.Gate;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pages and their files come over the wire, on every server. */
@Tag("portable")
@Timeout(60)
class PageFilesIT {
    private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"(page/[^\"]+)\"");

    private final Gate gate = Gate.open();

    @Test
    void everyFileThatThePageNamesIsThereForGood() throws IOException {
        String page = gate.get("/").text();
        Matcher linked = LINKED.matcher(page);
        int count = 0;
        for (; linked.find(); count++) {
            RawAnswer file = gate.get("/" + linked.group(1));
            assertThat(file.status()).as(linked.group(1)).isEqualTo(200);
            assertThat(file.header("Cache-Control")).contains("public, max-age=31536000, immutable");
        }
        assertThat(count).isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "js/app.js,text/javascript",
                "css/corral.css,text/css",
                "icon.svg,image/svg+xml",
                "lib/marked.esm.js,text/javascript",
                "lib/purify.es.mjs,text/javascript"
            })
    void fileHasItsTypeAndComesCompressedToWhoTakesIt(String each) throws IOException {
        String[] parts = each.split(",", -1);
        String plain = file(parts[0]).text();
        RawAnswer gzip = file(parts[0], "Accept-Encoding: br, gzip;q=0.8");
        assertThat(gzip.header("Content-Type").orElse("")).startsWith(parts[1]);
        assertThat(gzip.header("Content-Encoding")).contains("gzip");
        assertThat(gzip.header("Vary").orElse("")).contains("Accept-Encoding");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
        }
        assertThat(gzip.body().length).isLessThanOrEqualTo(plain.length());
        assertThat(file(parts[0], "Accept-Encoding: gzip;q=0").header("Content-Encoding"))
                .isEmpty();
    }

    /** So that two versions of Corral never meet in one page. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/-/js/app.js",
                "/page/js/app.js",
                "/page/",
                "/page",
                "/page/000000000000/js/app.js",
                "/page/VERSION/js/none.js",
                "/page/VERSION/"
            })
    void nothingElseIsThere(String path) throws IOException {
        assertThat(gate.get(path.replace("VERSION", version())).status()).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/openapi.html", "/openapi.json"})
    void pageIsSentAgainOnlyWhenItHasChanged(String path) throws IOException {
        RawAnswer first = gate.get(path);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Cache-Control")).contains("no-cache");
        RawAnswer again =
                gate.get(path, "If-None-Match: " + first.header("ETag").orElseThrow());
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void policyIsStrict() throws IOException {
        RawAnswer page = gate.get("/");
        assertThat(page.header("Content-Security-Policy").orElse(""))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "frame-ancestors 'none'",
                        "base-uri 'none'",
                        "form-action 'self'",
                        "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.header("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(page.header("Referrer-Policy")).contains("no-referrer");
        assertThat(page.header("X-DNS-Prefetch-Control")).contains("off");
        assertThat(page.text()).doesNotContain("<style", "style=", "onclick").containsOnlyOnce("<script");
    }

    @Test
    void passwordManagersAreLedToWhereAPasswordIsChanged() throws IOException {
        for (String method : List.of("GET", "HEAD")) {
            RawAnswer answer = gate.exchange(RawClient.request(method, "/.well-known/change-password"));
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("Location")).contains("/#/account/password");
            assertThat(answer.body()).isEmpty();
        }
        assertThat(gate.exchange(RawClient.request("DELETE", "/.well-known/change-password"))
                        .status())
                .isEqualTo(405);
    }

    @Test
    void headHasNoBody() throws IOException {
        RawAnswer head = gate.exchange(RawClient.request("HEAD", "/"));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    private RawAnswer file(String path, String... headerLines) throws IOException {
        RawAnswer file = gate.get("/page/" + version() + "/" + path, headerLines);
        assertThat(file.status()).isEqualTo(200);
        return file;
    }

    private String version() throws IOException {
        Matcher version =
                Pattern.compile("page/([0-9a-f]{12})/").matcher(gate.get("/").text());
        assertThat(version.find()).isTrue();
        return version.group(1);
    }
}
