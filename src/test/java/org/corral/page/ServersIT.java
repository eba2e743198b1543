package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.Map;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.standin.Behaviour;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Admins look after several Ollama servers, one of which is down, and say who may use which model. */
@InChromium
@Tag("tomcat")
class ServersIT {
    private static final String ANN = "ann@corral.test";
    private static final String BEN = "ben@corral.test";
    private static final String PASSWORD = Secrets.fresh();

    private static StandInOllama left;
    private static StandInOllama right;
    private static TomcatProcess tomcat;
    private static Site site;
    private static String admin;
    private static String ben;

    @BeforeAll
    static void start() throws Exception {
        left = StandInOllama.start(0);
        right = StandInOllama.start(0);
        tomcat = TomcatProcess.setup()
                .contextParam(
                        "corral.ollama-urls",
                        left.url() + "#name=left/parallel=4 " + right.url() + "#name=right/weight=2"
                                + " http://127.0.0.1:9#name=cellar")
                .start();
        site = Site.of(tomcat);
        admin = "Authorization: Bearer " + Site.token(site.signUp("Ann", ANN, PASSWORD));
        ben = Site.text(
                site.post(
                        "/api/v1/auths/add",
                        Map.of("name", "Ben", "email", BEN, "password", PASSWORD, "role", "user"),
                        admin),
                "id");
    }

    @AfterAll
    static void stop() throws Exception {
        tomcat.close();
        left.close();
        right.close();
    }

    @BeforeEach
    void bothHaveTheirModels() throws IOException {
        left.reset();
        right.reset();
        left.haveModels("llama3.2", "qwen3");
        right.haveModels("llama3.2", "gemma3");
        assertThat(site.get("/api/v1/admin/servers", admin).status()).isEqualTo(200);
    }

    private static Browser admin() {
        Browser browser = Browser.open(tomcat.uri("/")).signIn(ANN, PASSWORD);
        browser.find("Message");
        return browser;
    }

    private static String models(String path) throws IOException {
        RawAnswer answer = site.get(path, admin);
        assertThat(answer.status()).isEqualTo(200);
        return Gate.json(answer).path("models").toString();
    }

    @Test
    void eachServerIsShownAsItIs() {
        try (Browser browser = admin()) {
            browser.go("#/admin/servers").sees("left", "right", "cellar");
            String text = browser.all("article[aria-label=right]").get(0).getText();
            assertThat(text).contains("Up", right.url().toString(), "gemma3", "Loaded models", "Weight\n2", "GB");
            assertThat(browser.all("article[aria-label=left]").get(0).getText()).contains("0 of 4");
            assertThat(browser.all("article[aria-label=cellar]").get(0).getText())
                    .contains("Down", "Last error:");
            // It is looked at again by itself.
            right.haveModels("llama3.2", "phi4");
            browser.sees("phi4").seesNoLonger("gemma3");
            browser.isQuiet();
        }
    }

    @Test
    void modelIsDownloadedToOneServerOrAllAndDeletedFromThose() {
        try (Browser browser = admin()) {
            browser.go("#/admin/models").sees("gemma3:latest", "left, right");
            browser.type("Download a model", "tiny").choose("On", "right").press("Download");
            browser.sees("tiny is there.").find("Delete tiny:latest");
            assertThat(right.awaitRequest("/api/pull", SOON).target()).isEqualTo("/api/pull");
            assertThat(left.hasModel("tiny")).isFalse();
            browser.type("Download a model", "small")
                    .choose("On", "All servers that are up")
                    .press("Download");
            browser.sees("small is there.");
            assertThat(left.hasModel("small") && right.hasModel("small")).isTrue();
            browser.press("Delete small:latest")
                    .choose("From", "left")
                    .press("Delete")
                    .sees("small:latest is deleted.");
            browser.await("it to be gone from the left", () -> !left.hasModel("small"));
            assertThat(right.hasModel("small")).isTrue();
            browser.await(
                    "the list to say so", () -> rowOf(browser, "small:latest").contains("right"));
            browser.press("Delete tiny:latest").press("Delete");
            browser.await("tiny to be gone", () -> !browser.has("Delete tiny:latest"));
            browser.isQuiet();
        }
    }

    private static String rowOf(Browser browser, String model) {
        return browser.all("tbody tr").stream()
                .map(row -> row.findElements(By.tagName("td")))
                .filter(cells -> cells.size() > 4 && cells.get(0).getText().equals(model))
                .map(cells -> cells.get(4).getText())
                .findFirst()
                .orElse("");
    }

    @Test
    void downloadThatFailsOnOneServerSaysWhy() {
        right.next("POST /api/pull", Behaviour.error(500, "no space left on <b>device</b>"));
        try (Browser browser = admin()) {
            browser.go("#/admin/models").type("Download a model", "large").press("Download");
            browser.sees("no space left on <b>device</b>").isQuiet();
        }
    }

    @Test
    void personGetsModelsOfTheirOwnAndThenThoseOfTheirRole() throws IOException {
        try (Browser browser = admin()) {
            browser.go("#/admin/users/" + ben)
                    .tick("Only these")
                    .tick("qwen3:latest")
                    .type("And these names", "gem*");
            pressLastSave(browser);
            browser.sees("Saved");
            assertThat(models("/api/v1/users/" + ben + "/models")).isEqualTo("[\"qwen3:latest\",\"gem*\"]");
            try (Browser ofBen = Browser.open(tomcat.uri("/")).signIn(BEN, PASSWORD)) {
                ofBen.find("Message");
                assertThat(ofBen.all("select option"))
                        .extracting(option -> option.getText())
                        .containsExactly("gemma3", "qwen3");
                ofBen.isQuiet();

                // None at all is none.
                browser.reload().sees("And these names").tick("qwen3:latest").type("And these names", " ");
                pressLastSave(browser);
                browser.sees("Saved");
                assertThat(models("/api/v1/users/" + ben + "/models")).isEqualTo("[]");
                ofBen.reload().sees("There is no model yet", "Ask an admin.").isQuiet();

                browser.reload().tick("As the role says");
                pressLastSave(browser);
                browser.sees("Saved");
                assertThat(models("/api/v1/users/" + ben + "/models")).isEqualTo("null");
                ofBen.reload().find("Message");
                assertThat(ofBen.all("select option")).hasSize(3);
            }
            browser.isQuiet();
        }
    }

    @Test
    void roleGetsItsListAndWhatIsNoNameIsRefused() throws IOException {
        try (Browser browser = admin().expectRefusals()) {
            browser.go("#/admin/models").sees("Models for the role “User”");
            browser.tick("Only these").type("And these names", "what?");
            browser.script("document.querySelectorAll('section.card form')[0].requestSubmit()");
            browser.sees("characters that no model's name has");
            browser.type("And these names", "llama*");
            browser.script("document.querySelectorAll('section.card form')[0].requestSubmit()");
            browser.sees("Saved");
            assertThat(models("/api/v1/roles/user/models")).isEqualTo("[\"llama*\"]");
            browser.reload().sees("And these names").tick("All models");
            browser.script("document.querySelectorAll('section.card form')[0].requestSubmit()");
            browser.sees("Saved");
            assertThat(models("/api/v1/roles/user/models")).isEqualTo("[\"*\"]");
            browser.isQuiet();
        }
    }

    /** There are several on the view. */
    private static void pressLastSave(Browser browser) {
        browser.seesNoLonger("Saved");
        browser.script("document.querySelector('fieldset').closest('form').requestSubmit()");
    }
}
