package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.corral.http.FakeResponse;
import org.corral.it.Secrets;
import org.corral.settings.SignupPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminConfigTest {
    @TempDir
    Path folder;

    private Installation corral;
    private String admin = "";

    @BeforeEach
    void open() throws Exception {
        corral = new Installation(folder, SignupPolicy.FIRST);
        admin = signUp("ada").json().get("token").asString();
    }

    @AfterEach
    void close() {
        corral.close();
    }

    private FakeResponse signUp(String name) throws Exception {
        return corral.auths(
                "POST",
                "/signup",
                "{\"name\":\"A\",\"email\":\"" + name + "@example.org\",\"password\":\"" + Secrets.fresh() + "\"}");
    }

    private FakeResponse change(String json) throws Exception {
        return corral.auths("POST", "/admin/config", json, admin);
    }

    @Test
    void whatIsShownCanBeSentBackAndChangesNothing() throws Exception {
        FakeResponse shown = corral.auths("GET", "/admin/config", "", admin);

        assertThat(shown.json().get("ENABLE_SIGNUP").asBoolean()).isFalse();
        assertThat(shown.json().get("DEFAULT_USER_ROLE").asString()).isEqualTo("pending");
        assertThat(change(shown.text()).json()).isEqualTo(shown.json());
        assertThat(signUp("bob").status()).isEqualTo(403);
    }

    @Test
    void signUpIsOpenedWithARoleAndClosedAgain() throws Exception {
        assertThat(change("{\"ENABLE_SIGNUP\":true,\"DEFAULT_USER_ROLE\":\"user\"}")
                        .status())
                .isEqualTo(200);
        assertThat(signUp("bob").json().get("role").asString()).isEqualTo("user");

        change("{\"ENABLE_SIGNUP\":false}");
        assertThat(signUp("eve").status()).isEqualTo(403);
    }

    @Test
    void theAdminCanStayUnnamed() throws Exception {
        change("{\"SHOW_ADMIN_DETAILS\":false}");
        assertThat(corral.auths("GET", "/admin/details", "", admin).status()).isEqualTo(400);
    }

    @Test
    void whatIsASettingOrNoneAtAllIsRefused() throws Exception {
        assertThat(change("{\"WEBUI_URL\":\"https://elsewhere\"}").status()).isEqualTo(400);
        assertThat(change("{\"DEFAULT_USER_ROLE\":\"root\"}").status()).isEqualTo(400);
        assertThat(change("{\"ENABLE_SIGNUP\":\"yes\"}").status()).isEqualTo(422);
    }

    @Test
    void onlyAdminsSeeIt() throws Exception {
        change("{\"ENABLE_SIGNUP\":true}");
        String bob = signUp("bob").json().get("token").asString();
        assertThat(corral.auths("GET", "/admin/config", "", bob).status()).isEqualTo(403);
    }
}
