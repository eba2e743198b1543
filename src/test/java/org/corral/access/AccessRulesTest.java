package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;
import org.corral.settings.Role;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
    private final AccessRules rules = AccessRules.parse("""
            # who may sign in
            /api/v1/auths/signin anyone
            /api/v1/auths/*      pending

            /ollama/*            user
            """);

    private Optional<String> lowest(String path) {
        return rules.find(path).map(rule -> rule.lowest().map(Role::text).orElse("anyone"));
    }

    @Test
    void theFirstRuleThatNamesThePathDecides() {
        assertThat(lowest("/api/v1/auths/signin")).contains("anyone");
        assertThat(lowest("/api/v1/auths/signin/")).contains("pending");
        assertThat(lowest("/api/v1/auths/add")).contains("pending");
    }

    @Test
    void aPrefixTakesThePathItselfAndNoLongerWord() {
        assertThat(lowest("/ollama")).contains("user");
        assertThat(lowest("/ollama/")).contains("user");
        assertThat(lowest("/ollamas")).isEmpty();
    }

    @Test
    void whatNoRuleNamesIsClosed() {
        assertThat(lowest("/api/v1/other")).isEmpty();
        assertThat(lowest("/")).isEmpty();
        assertThat(lowest("/API/v1/auths/signin")).isEmpty();
    }

    @Test
    void aStarAloneNamesEverything() {
        AccessRules all = AccessRules.parse("/* admin");

        assertThat(all.find("/")).isPresent();
        assertThat(all.find("/a/b")).isPresent();
    }

    @Test
    void uncheckedPathIsKnownAsSuchAndNoOther() {
        AccessRules open = AccessRules.parse("/health/live unchecked\n/health/* anyone\n/* admin");

        assertThat(Stream.of("/health/live", "/health/live/", "/health/ready", "/other")
                        .filter(path -> open.find(path).orElseThrow().unchecked()))
                .containsExactly("/health/live");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertThatThrownBy(() -> AccessRules.parse("/a root\nb/* user\n/c\n/d/*/e user\n/a//b user\n/e;x user"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'/a root' names a role")
                .hasMessageContaining("'b/* user' has a path")
                .hasMessageContaining("'/c' is not a path and a role")
                .hasMessageContaining("'/d/*/e user' has a path")
                .hasMessageContaining("'/a//b user' has a path")
                .hasMessageContaining("'/e;x user' has a path");
    }

    @Test
    void noRuleAtAllIsAMistake() {
        assertThatThrownBy(() -> AccessRules.parse(" \n# nothing\n")).hasMessageContaining("no rule");
    }

    @Test
    void aRuleThatNeverDecidesIsAMistake() {
        assertThatThrownBy(() -> AccessRules.parse("/a/* user\n/a/b admin")).hasMessageContaining("never decides");
        assertThatThrownBy(() -> AccessRules.parse("/a user\n/a admin")).hasMessageContaining("never decides");
        assertThat(AccessRules.parse("/a user\n/a/* admin").find("/a/b")).isPresent();
    }
}
