package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that the rules might read in one way and a servlet in another. */
@Tag("portable")
final class CrookedPathIT {
    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1//users/",
                "//api/v1/users/",
                "/api/v1/./users/",
                "/api/v1/auths/../users/",
                "/api/v1/auths/%2e%2e/users/",
                "/api/v1/auths/..%2fusers/",
                "/api/v1/auths/..;/users/",
                "/api/v1/auths;x=y/../users/",
                "/api/v1/auths/signin/../../users/",
                "/api/v1/auths/signin/..;/..;/users/",
                "/api/v1/users/;jsessionid=x",
                "/api/v1/users;/",
                "/api;/v1/users/",
                "/api/v1/%75sers/",
                "/api/v1/users/%00",
                "/api/v1/users/%0a",
                "/API/v1/users/",
                "/api/v1/Users/",
                "/api\\v1\\users/",
                "/api/v1/auths/signin;/../../users/",
                "/ollama/../api/v1/users/",
                "/.well-known/jwks.json/../../api/v1/users/"
            })
    void noSpellingOpensTheListOfAccounts(String path) throws IOException {
        RawAnswer nobody = site.get(path);
        RawAnswer user = site.get(path, gate.user().bearer());

        for (RawAnswer answer : new RawAnswer[] {nobody, user}) {
            assertThat(answer.status()).as(answer::text).isBetween(400, 404);
            assertThat(answer.text()).doesNotContain("\"users\"", gate.admin().email());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ollama/api/%74ags",
                "/ollama//api/tags",
                "/ollama/./api/tags",
                "/ollama/api/../api/tags",
                "/ollama/api/tags;x=y",
                "/ollama;x=y/api/tags",
                "/ollama/api/tags/",
                "/ollama/api%2ftags",
                "/api/v1/auths/signin/../../../../ollama/api/tags"
            })
    void noSpellingOpensOllamaToNobody(String path) throws IOException {
        assertThat(site.get(path).status()).isBetween(400, 404);
        assertThat(gate.ollama().requests()).isEmpty();
    }
}
