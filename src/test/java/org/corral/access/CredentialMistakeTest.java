package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.corral.http.FakeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialMistakeTest {
    private static final String DIGITS = "0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String KEY = "sk-" + DIGITS;

    private static String of(String field, String value) {
        String why = CredentialMistake.in(
                        FakeRequest.of("GET", "/").header(field, value).build(), true)
                .orElse("");
        assertThat(why).doesNotContain(DIGITS.substring(0, 8));
        return why;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Bearer | no key",
                "Bearer Bearer KEY | twice",
                "Bearer bearer: KEY | twice",
                "KEY | no 'Bearer '",
                "aa.bb.cc | no 'Bearer '",
                "sk-0123 | cut short",
                "Token KEY | another scheme",
                "ApiKey KEY | another scheme",
                "Bearer \"KEY\" | quotation marks",
                "Bearer 'KEY | quotation marks",
                "Bearer \u201cKEY\u201d | quotation marks",
                "Bearer sk-01234567\u2026 | short form",
                "Bearer sk-01234567... | short form",
                "Bearer sk-0123**** | short form",
                "Bearer <token> | placeholder",
                "Bearer $CORRAL_KEY | placeholder",
                "Bearer ${KEY} | placeholder",
                "Bearer {{ key }} | placeholder",
                "Bearer %CORRAL_KEY% | placeholder",
                "Bearer YOUR_API_KEY | placeholder",
                "Bearer undefined | placeholder",
                "Bearer ollama | placeholder",
                "Bearer sk-0123 4567 | blank",
                "Bearer KEY\\n | blank",
                "Bearer KEY%0A | blank",
                "Bearer KEY\u200b | blank",
                "Bearer sk-0123456789abcdef | cut short",
                "Bearer KEYab | follows the key",
                "Bearer KEYKEY | follows the key",
                "Bearer SK-0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF | capital letters",
                "Bearer 0123456789abcdef0123456789abcdef0123456789abcdef | beginning",
                "Bearer sk-proj-Ab12 | another service",
                "Bearer sk-ant-api03-Ab12 | another service",
                "Bearer sk-AbCdEfGhIjKlMnOpQrStUvWxYz | another service",
                "Bearer gsk_12345 | another service",
                "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIi | not whole",
                "Bearer sk-0123\u00e4 | characters",
            })
    void theSentenceSaysWhatIsWrong(String sent, String said) {
        String value = sent.replace("KEY_", "\0").replace("_KEY", "\1").replace("{KEY}", "{V}");
        value = value.replace("KEY", KEY).replace("\0", "KEY_").replace("\1", "_KEY");
        assertThat(of("Authorization", value)).contains(said);
    }

    /** As they come: a byte for a character. */
    @Test
    void whatIsBeyondAsciiComesInUtf8() {
        String sent = "Bearer \u201c" + KEY + "\u201d";
        assertThat(of("Authorization", new String(sent.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)))
                .contains("quotation marks");
    }

    @Test
    void otherFieldsAreLookedAtForThat() {
        assertThat(of("x-api-key", "Bearer " + KEY)).contains("without 'Bearer'");
        assertThat(of("x-api-key", "\"" + KEY + "\"")).contains("quotation marks");
        assertThat(of("api-key", KEY)).contains("'api-key'", "'Authorization: Bearer <key>'");
        assertThat(of("X-Auth-Token", "Bearer " + KEY)).contains("nobody looks");
    }

    @Test
    void basicIsExplainedWhereItIsTakenAndWhereItIsNot() {
        assertThat(of("Authorization", basic("x", KEY + "ab"))).contains("follows the key");
        assertThat(of("Authorization", basic("ada@example.org", "her password")))
                .contains("only an API key is taken");
        FakeRequest elsewhere = FakeRequest.of("GET", "/").header("Authorization", basic("x", KEY));
        assertThat(CredentialMistake.in(elsewhere.build(), false).orElse("")).contains("below /ollama only");
        FakeRequest proxys = FakeRequest.of("GET", "/").header("Authorization", basic("x", "y"));
        assertThat(CredentialMistake.in(proxys.build(), false)).isEmpty();
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + KEY, "Bearer aa.bb.cc", "Bearer nonsense", "c3No:c2ln", ""})
    void whatIsWellFormedNeedsNoSentence(String value) {
        assertThat(of("Authorization", value)).isEmpty();
    }
}
