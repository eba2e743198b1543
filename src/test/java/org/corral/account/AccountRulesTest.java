package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.corral.http.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0000b", "a\nb", "a\u2028b", "a\ud800b"})
    void aNameIsOneReadableLine(String name) {
        assertThatThrownBy(() -> AccountRules.name(name)).isInstanceOf(RefusedException.class);
    }

    @Test
    void aNameHasAtMost100Characters() throws RefusedException {
        String cowboys = "\ud83e\udd20".repeat(100);

        assertThat(AccountRules.name(" " + cowboys + " ")).isEqualTo(cowboys);
        assertThatThrownBy(() -> AccountRules.name("a".repeat(101))).isInstanceOf(RefusedException.class);
    }

    @Test
    void aPasswordHas10To128CharactersOfAnyKind() throws RefusedException {
        assertThat(AccountRules.password("a b\u00e4\u2603c d e f")).hasSize(12);
        assertThat(AccountRules.password("0246813579")).hasSize(10);
        assertThat(AccountRules.password("x".repeat(128))).hasSize(128);
        assertThatThrownBy(() -> AccountRules.password("012345678")).hasMessageContaining("10 to 128");
        assertThatThrownBy(() -> AccountRules.password("x".repeat(129))).hasMessageContaining("10 to 128");
    }

    @Test
    void aPasswordIsCountedAndKeptAsItIsCompared() throws RefusedException {
        assertThat(AccountRules.password("a\u0308".repeat(128))).isEqualTo("\u00e4".repeat(128));
        assertThatThrownBy(() -> AccountRules.password("a\u0308".repeat(9))).hasMessageContaining("10 to 128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password123", "Password123", "1234567890", "QWERTYUIOP", "manchester"})
    void aPasswordThatEverybodyTriesIsNone(String password) {
        assertThatThrownBy(() -> AccountRules.password(password)).hasMessageContaining("tried first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"long enough\u0000", "long enough\n", "long enough\ud800"})
    void aPasswordThatNobodyCanTypeIsNone(String password) {
        assertThatThrownBy(() -> AccountRules.password(password)).hasMessageContaining("control");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/user.png",
                "/",
                "https://example.org/a.png?x=1",
                "http://example.org",
                "data:image/png;base64,iVBORw0KGgo="
            })
    void anImageIsAPathAUrlOrInlined(String image) throws RefusedException {
        assertThat(AccountRules.image(image)).isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.org/a.png",
                "/\\evil.org",
                "javascript:alert(1)",
                "user.png",
                "data:text/html;base64,AAAA",
                "data:image/svg+xml;base64,AAAA",
                "https://example.org/a b",
                "https://example.org/\"onerror=",
                "/a\nb"
            })
    void whatAPageMightRunIsNoImage(String image) {
        assertThatThrownBy(() -> AccountRules.image(image)).isInstanceOf(RefusedException.class);
    }

    @Test
    void anInlinedImageHasALimit() {
        assertThatThrownBy(() -> AccountRules.image("data:image/png;base64," + "A".repeat(50_000)))
                .isInstanceOf(RefusedException.class);
    }
}
