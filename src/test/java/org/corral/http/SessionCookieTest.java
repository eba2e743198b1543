package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.corral.settings.CookieSecure;
import org.junit.jupiter.api.Test;

class SessionCookieTest {
    private final SessionCookie cookie = new SessionCookie(CookieSecure.AUTO);

    private static FakeRequest at(String scheme, String context) {
        return FakeRequest.of("POST", "/").at(scheme, "corral.test", 443).context(context);
    }

    private FakeResponse set(FakeRequest request) {
        FakeResponse response = new FakeResponse();
        cookie.set(request.build(), response.http(), "aa.bb.cc", Duration.ofHours(1));
        return response;
    }

    private List<String> cleared(FakeRequest request) {
        FakeResponse response = new FakeResponse();
        cookie.clear(request.build(), response.http());
        assertThat(response.cookies()).isNotEmpty().allSatisfy(each -> {
            assertThat(each.getMaxAge()).isZero();
            assertThat(each.getValue()).isEmpty();
            assertThat(each.getSecure()).isEqualTo(!each.getName().equals("token") || request.isHttps());
        });
        return response.cookies().stream().map(each -> each.getName()).toList();
    }

    /** RFC 6265bis, 4.1.3.2: for the whole host the path must be the root. */
    @Test
    void withTlsNobodyElseCanSetIt() {
        assertThat(set(at("https", "")).cookie("__Host-token")).hasValueSatisfying(it -> {
            assertThat(it.getPath()).isEqualTo("/");
            assertThat(it.getSecure()).isTrue();
            assertThat(it.getDomain()).isNull();
        });
        assertThat(set(at("https", "/corral")).cookie("__Secure-token")).hasValueSatisfying(it -> {
            assertThat(it.getPath()).isEqualTo("/corral");
            assertThat(it.getSecure()).isTrue();
        });
    }

    @Test
    void withoutTlsItHasTheOldName() {
        assertThat(set(at("http", "")).cookies()).singleElement().satisfies(it -> {
            assertThat(it.getName()).isEqualTo("token");
            assertThat(it.getSecure()).isFalse();
        });
    }

    @Test
    void bothNamesAreCleared() {
        assertThat(cleared(at("https", ""))).containsExactly("token", "__Host-token");
        assertThat(cleared(at("https", "/corral"))).containsExactly("token", "__Secure-token");
        assertThat(cleared(at("http", ""))).containsExactly("token");
        // TLS ends elsewhere, and nobody says so now.
        assertThat(cleared(at("http", "").cookie("__Host-token", "x"))).containsExactly("token", "__Host-token");
    }
}
