package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerFieldTest {
    /** RFC 6750, 2.1. */
    @Test
    void tokenHasTheCharactersOfTheRfcAlone() {
        for (char c = 0; c < 300; c++) {
            boolean allowed = String.valueOf(c).matches("[A-Za-z0-9._~+/-]");
            assertThat(BearerField.token("Bearer a" + c + "b").isPresent())
                    .as("character %d", (int) c)
                    .isEqualTo(allowed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER abc", "Bearer   abc", "Bearer abc  "})
    void schemeMayHaveAnyCaseAndBlanksBehindIt(String value) {
        assertThat(BearerField.token(value)).hasValue("abc");
    }

    @Test
    void equalsSignsStandAtTheEndOnly() {
        assertThat(BearerField.token("Bearer abc==")).hasValue("abc==");
        assertThat(BearerField.token("Bearer a=b")).isEmpty();
        assertThat(BearerField.token("Bearer ==")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearerabc", "Basic abc", "Bearer a b"})
    void anythingElseIsNone(String value) {
        assertThat(BearerField.token(value)).isEmpty();
    }
}
