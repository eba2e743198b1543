package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    private static String key(String text) {
        return EmailAddress.parse(text).orElseThrow().key();
    }

    @Test
    void caseAndCompositionMakeNoDifference() {
        assertThat(key("Ada@Example.ORG")).isEqualTo(key("ada@example.org"));
        assertThat(key("Ren\u00c9@example.org")).isEqualTo(key("Rene\u0301@example.org"));
        assertThat(EmailAddress.parse("Ada@Example.ORG").orElseThrow().text()).isEqualTo("Ada@Example.ORG");
        assertThat(EmailAddress.typed(" \t\u00a0ada@example.org \u3000")).isEqualTo("ada@example.org");
        assertThat(EmailAddress.typed("a b@c\n")).isEqualTo("a b@c\n");
    }

    @Test
    void theTurkishLettersAreNoException() {
        assertThat(key("INFO@EXAMPLE.ORG")).isEqualTo("info@example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@example.org",
                "ada@",
                "a@b@c",
                "ada@example..org",
                "ada@.example.org",
                "ada@example.org.",
                "Ada<ada@example.org>",
                "ada@example.org,bob@example.org",
                "\"ada\"@example.org",
                "ada@[127.0.0.1]",
                "ada @example.org",
                " ada@example.org",
                "ada@example.org\n",
                "ada\u0000@example.org",
                "ada\u200b@example.org",
                "ada\u00a0@example.org",
                "ada\ud800@example.org"
            })
    void whatIsSurelyNoAddressIsRefused(String text) {
        assertThat(EmailAddress.parse(text)).isEmpty();
    }

    @Test
    void theLongestAddressHas254Characters() {
        assertThat(EmailAddress.parse("a".repeat(242) + "@example.org")).isPresent();
        assertThat(EmailAddress.parse("a".repeat(243) + "@example.org")).isEmpty();
    }

    @Test
    void anotherStoresCallerNeedsNoAt() {
        assertThat(EmailAddress.callerName("jdoe")).isPresent();
        assertThat(EmailAddress.callerName("j doe")).isEmpty();
    }
}
