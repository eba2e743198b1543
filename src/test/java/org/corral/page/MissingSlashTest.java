package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.corral.http.ClientAddress;
import org.corral.http.FakeRequest;
import org.corral.http.PublicUrls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MissingSlashTest {
    @ParameterizedTest
    @CsvSource({
        "/corral, ./corral/",
        "/a/b, ./b/",
        "/corral;jsessionid=x, ./corral/",
        "//evil.example, ./evil.example/",
        "/https:evil.example, ./https:evil.example/"
    })
    void isAddedRelativelySoThatItStaysOnTheHost(String context, String location) {
        assertThat(MissingSlash.location(
                        FakeRequest.of("GET", "").context(context).build()))
                .contains(location);
    }

    /** A proxy has {@code /ai} at {@code /corral}: the end of the path is not what the browser knows. */
    @Test
    void isAddedToThePathOfThePublicUrl() {
        HttpServletRequest asked = FakeRequest.of("GET", "").context("/corral").build();
        URI given = URI.create("https://chat.example.org/x/ai");
        // As the first filter notes it.
        asked.setAttribute(
                PublicUrls.class.getName(), new PublicUrls(Optional.of(given), new ClientAddress(List.of())));
        assertThat(MissingSlash.location(asked)).contains("/x/ai/");
    }

    @Test
    void keepsTheQueryUnlessItCouldEndTheField() {
        FakeRequest asked = FakeRequest.of("GET", "").context("/corral");
        assertThat(MissingSlash.location(asked.query("a=%20&b").build())).contains("./corral/?a=%20&b");
        assertThat(MissingSlash.location(asked.query("a\r\nX: y").build())).contains("./corral/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/corral/"})
    void isThereAlready(String path) {
        assertThat(MissingSlash.location(FakeRequest.of("GET", path).build())).isEmpty();
    }

    @Test
    void isNotMissingWhereAPageIsNamed() {
        assertThat(MissingSlash.location(
                        FakeRequest.of("GET", "").servlet("/index.html").build()))
                .isEmpty();
    }
}
