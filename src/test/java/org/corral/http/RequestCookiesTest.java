package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestCookiesTest {
    private static List<String> cookies(String... fields) {
        FakeRequest request = FakeRequest.of("GET", "/x");
        for (String field : fields) {
            request.header("Cookie", field);
        }
        return RequestCookies.of(request.build()).stream()
                .map(cookie -> cookie.name() + "|" + cookie.value())
                .toList();
    }

    @Test
    void cookiesComeInTheirOrder() {
        assertThat(cookies("a=1; b=2;c=3 ; d = 4")).containsExactly("a|1", "b|2", "c|3", "d|4");
    }

    /** Undertow would show the second one alone. */
    @Test
    void everyCookieOfANameIsThere() {
        assertThat(cookies("token=1; token=2", "token=3")).containsExactly("token|1", "token|2", "token|3");
    }

    @Test
    void valueIsTakenAsItIs() {
        assertThat(cookies("a=b=c; d=\"e\"; f=; g=h,i=j")).containsExactly("a|b=c", "d|\"e\"", "f|", "g|h,i=j");
    }

    @Test
    void whatHasNoNameOrNoEqualsSignIsNone() {
        assertThat(cookies("", ";;", "token", "=1", "; a=1;")).containsExactly("a|1");
    }

    @Test
    void namesDifferInCase() {
        assertThat(cookies("Token=1")).containsExactly("Token|1");
    }
}
