package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void printsAsStars() {
        assertThat(new Secret("hunter2")).hasToString("***");
        assertThat(new Secret("hunter2").reveal()).isEqualTo("hunter2");
    }

    @Test
    void equalsByContent() {
        assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
        assertThat(new Secret("a")).isNotEqualTo(new Secret("b")).isNotEqualTo("a");
    }

    @Test
    void recordsAroundItPrintItAsStars() {
        assertThat(new FirstAdmin("a@b", "Ada", new Secret("hunter2")).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void databaseUrlIsPrintedWithoutWhatMayBeAPassword() {
        Jdbc jdbc = new Jdbc("jdbc:postgresql://h/d?password=hunter2", Optional.of("ada"), Optional.empty());

        assertThat(jdbc).hasToString("Jdbc[url=jdbc:postgresql:***, password=***]");
    }

    @Test
    void emptyIsNoSecret() {
        assertThatThrownBy(() -> new Secret("")).isInstanceOf(IllegalArgumentException.class);
    }
}
