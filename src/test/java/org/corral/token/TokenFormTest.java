package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.corral.token.TokenRejectedException.Reason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that one can do to the spelling of a token. */
@Tag("storage")
class TokenFormTest {
    @TempDir
    static Path folder;

    private static Bench bench;

    @BeforeAll
    static void openBench() throws Exception {
        bench = Bench.open(folder);
    }

    @AfterAll
    static void closeBench() {
        bench.close();
    }

    @Test
    void memberThatComesTwiceIsRefused() throws Exception {
        String header =
                "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"" + bench.key().id() + "\",\"typ\":\"JWT\"}";
        String claims = bench.part(1);
        String doubled = new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8)
                .replace("{\"sub\":", "{\"sub\":\"admin\",\"sub\":");
        assertThat(bench.rejection(Forgery.rs256(
                        Forgery.encode(header) + "." + claims, bench.key().signingKey())))
                .isEqualTo(Reason.MALFORMED);
        assertThat(bench.rejection(Forgery.rs256(
                        bench.part(0) + "." + Forgery.encode(doubled),
                        bench.key().signingKey())))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void tokenHasOneSpellingOnly() {
        String[] parts = {bench.part(0), bench.part(1), bench.part(2)};
        for (int i = 0; i < 3; i++) {
            for (String spelling : spellings(parts[i])) {
                String[] changed = parts.clone();
                changed[i] = spelling;
                assertThat(bench.rejection(String.join(".", changed)))
                        .as("part %d as %s", i, spelling)
                        .isEqualTo(Reason.MALFORMED);
            }
        }
    }

    /** All that jose4j's own decoder takes for the same bytes, or nearly. */
    private static List<String> spellings(String part) {
        return List.of(
                part + "=",
                part + "==",
                part + "\n",
                part + " ",
                " " + part,
                "\t" + part,
                part.substring(0, 5) + "\r\n" + part.substring(5),
                part.substring(0, 5) + "%" + part.substring(5),
                part + "\u0000",
                part + "\u00e9",
                part.substring(4) + "+/+/",
                "");
    }

    @ParameterizedTest
    @CsvSource({
        "QQ,true",
        "QR,false",
        "Qf,false",
        "QQQ,true",
        "QQR,false",
        "QUI,true",
        "QUJ,false",
        "QUJD,true",
        "Q,false",
        "QUJDQ,false"
    })
    void bitsThatAreLeftOverAreZero(String part, boolean canonical) {
        assertThat(CompactForm.isCanonical("QUJD.QUJD." + part)).isEqualTo(canonical);
        assertThat(CompactForm.isCanonical(part + ".QUJD.QUJD")).isEqualTo(canonical);
        assertThat(CompactForm.isCanonical("QUJD." + part + ".QUJD")).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a",
                "QUJD",
                "QUJD.QUJD",
                "QUJD.QUJD.QUJD.QUJD",
                ".QUJD.QUJD",
                "QUJD..QUJD",
                "QUJD.QUJD.",
                "QUJD.QUJD.QUJD.",
                "QUJD.QUJD.QUJD.QUJD.QUJD",
                "Bearer QUJD.QUJD.QUJD",
                "null",
                "sk-0123456789"
            })
    void whatHasNotThreePartsIsMalformed(String text) {
        assertThat(bench.rejection(text)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void partsWithoutJsonAreMalformed() throws Exception {
        for (String header : List.of("x", "[]", "null", "\"text\"", "{", "{}}", "1")) {
            assertThat(bench.rejection(Forgery.encode(header) + ".QUJD.QUJD"))
                    .as(header)
                    .isIn(Reason.MALFORMED, Reason.HEADER);
        }
        for (String claims : List.of("x", "[]", "null", "{")) {
            String signed = Forgery.rs256(
                    bench.part(0) + "." + Forgery.encode(claims), bench.key().signingKey());
            assertThat(bench.rejection(signed)).as(claims).isIn(Reason.MALFORMED, Reason.CLAIMS);
        }
    }

    @Test
    void lengthIsLimitedBeforeAnythingElse() throws Exception {
        int limit = Bench.SETTINGS.maxLength();
        assertThat(bench.rejection("x".repeat(limit))).isEqualTo(Reason.MALFORMED);
        assertThat(bench.rejection("x".repeat(limit + 1))).isEqualTo(Reason.TOO_LONG);
        assertThat(bench.rejection(bench.forgery()
                        .claim("x", "y".repeat(limit))
                        .rs256(bench.key().signingKey())))
                .isEqualTo(Reason.TOO_LONG);
    }
}
