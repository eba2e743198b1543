package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTest {

    @ParameterizedTest
    @EnumSource
    void textNamesTheRole(Role role) {
        assertThat(role.text()).isEqualTo(role.name().toLowerCase(Locale.ROOT));
        assertThat(Role.of(role.text())).contains(role);
    }

    @Test
    void otherSpellingsAreNoRole() {
        assertThat(Role.of("Admin")).isEmpty();
        assertThat(Role.of("")).isEmpty();
        assertThat(Role.of("root")).isEmpty();
    }
}
