package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.corral.it.OwnGate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.standin.StandInOllama;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.WindowType;

/** From an empty installation, below a context path, to people who come and go. */
@InChromium
@Tag("tomcat")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EntranceIT {
    private static final String ANN = "ann@corral.test";
    private static final String PASSWORD = Secrets.fresh();

    private static StandInOllama ollama;
    private static TomcatProcess tomcat;
    private static Site site;

    @BeforeAll
    static void start() throws Exception {
        ollama = StandInOllama.start(0);
        tomcat = TomcatProcess.setup()
                .path("/gate")
                .ollama(ollama.port())
                .contextParam("corral.signin-tries", "2")
                .contextParam("corral.signin-window", "8s")
                .start();
        site = Site.of(tomcat);
    }

    @AfterAll
    static void stop() throws Exception {
        tomcat.close();
        ollama.close();
    }

    private static Browser browser() {
        return Browser.open(tomcat.uri("/")).go("");
    }

    @Test
    @Order(1)
    void emptyInstallationAsksForTheAdminAndSaysWhatToDoNext() {
        try (Browser browser = browser()) {
            browser.sees("Welcome to Corral");
            browser.type("Name", "Ann")
                    .type("E-mail", ANN)
                    .type("Password", "short")
                    .press("Create the admin account");
            browser.sees("This needs at least 10 characters.");
            browser.type("Password", PASSWORD).press("Create the admin account");
            browser.sees(
                    "What to do next", "Ready to run", tomcat.uri("/ollama/v1").toString());
            browser.sees("curl -N " + tomcat.uri("/ollama/api/chat"), "YOUR_API_KEY");
            browser.press("Python").sees("client = Client(");
            browser.press("JavaScript").sees("new Ollama({");
            browser.press("ollama").sees("OLLAMA_HOST=" + tomcat.uri("/ollama"));
            browser.press("curl")
                    .press("Create a key and fill it in")
                    .sees("The examples have a new key", "Bearer sk-");
            browser.seesNoLonger("YOUR_API_KEY").isQuiet();
        }
    }

    /** With the key that the page has filled in, and as the page writes it, but for the shell. */
    @Test
    @Order(2)
    void linesOfThePageWorkAsTheyStand() throws Exception {
        try (Browser browser = browser().signIn(ANN, PASSWORD)) {
            browser.press("Connect").press("Create a key and fill it in").sees("Bearer sk-");
            String line = browser.all("[role=tabpanel] code").get(0).getText();
            Process curl = new ProcessBuilder("bash", "-c", line)
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"done\":true");
            browser.isQuiet();
        }
    }

    @Test
    @Order(3)
    void wrongPasswordIsSaidAndTooManyTriesCountDown() throws Exception {
        try (Browser browser = browser().expectRefusals()) {
            browser.type("E-mail", ANN).type("Password", "this is wrong").press("Sign in");
            browser.sees("The e-mail address or the password is wrong.");
            browser.type("Password", PASSWORD);
            // Not by the browser, which may need longer for two more than they are counted.
            while (site.signIn(ANN, "this is wrong").status() != 429) {}
            browser.press("Sign in").sees("Too many tries.", "Try again in 0:0");
            browser.press("Sign in");
            browser.find("Message");
            browser.isQuiet();
        }
    }

    @Test
    @Order(4)
    void signUpWaitsForApprovalAndThenGoesOnByItself() throws Exception {
        try (Browser admin = browser().signIn(ANN, PASSWORD)) {
            admin.go("#/admin/users").tick("People may sign up by themselves").sees("Saved");
            try (Browser browser = browser()) {
                browser.press("Create an account").type("Name", "Ben").type("E-mail", "ben@corral.test");
                browser.type("Password", Secrets.fresh()).press("Create account");
                browser.sees("Waiting for approval", ANN);
                admin.reload().press("Approve Ben").sees("Ben is in.");
                browser.find("Message");
                assertThat(browser.has("Admin")).isFalse();
                browser.isQuiet();
            }
            admin.isQuiet();
        }
    }

    @Test
    @Order(5)
    void signOutEndsTheSessionAndTheBackButtonShowsNothing() {
        try (Browser browser = browser().signIn(ANN, PASSWORD)) {
            browser.go("#/connect").sees("Ready to run").press("Chat").find("Message");
            browser.press("Menu of Ann").press("Sign out").find("Password");
            browser.driver().navigate().back();
            browser.find("Password");
            assertThat(browser.has("Message")).isFalse();
            assertThat(browser.driver().manage().getCookieNamed("token")).isNull();
        }
    }

    /** What ends elsewhere ends here at the next request, and the page says so. */
    @Test
    @Order(6)
    void sessionThatWasEndedElsewhereAsksToSignInAgain() throws Exception {
        try (Browser browser = browser().expectRefusals().signIn(ANN, PASSWORD)) {
            browser.find("Message");
            String token = Site.token(site.signIn(ANN, PASSWORD));
            assertThat(site.post("/api/v1/auths/sessions/signout", Map.of(), "Authorization: Bearer " + token)
                            .status())
                    .isEqualTo(200);
            browser.press("Admin").sees("Your session has ended.");
            browser.signIn(ANN, PASSWORD).isQuiet();
        }
    }

    /** Two tabs have one cookie. */
    @Test
    @Order(6)
    void signOutInAnotherTabIsSeenHere() {
        try (Browser browser = browser().signIn(ANN, PASSWORD)) {
            browser.find("Message");
            String here = browser.driver().getWindowHandle();
            browser.driver().switchTo().newWindow(WindowType.TAB);
            browser.go("").find("Message");
            browser.press("Menu of Ann").press("Sign out").find("Password");
            browser.driver().close();
            browser.driver().switchTo().window(here);
            browser.script("document.dispatchEvent(new Event('visibilitychange'))");
            browser.sees("Your session has ended.").isQuiet();
        }
    }

    @Test
    @Order(7)
    void cookieIsOutOfReachOfScripts() {
        try (Browser browser = browser().signIn(ANN, PASSWORD)) {
            browser.find("Message");
            assertThat(String.valueOf(browser.script("return document.cookie"))).isEqualTo("");
            assertThat(browser.driver().manage().getCookies())
                    .filteredOn(cookie -> cookie.getName().equals("token"))
                    .singleElement()
                    .satisfies(cookie -> assertThat(cookie.isHttpOnly()).isTrue());
            assertThat(String.valueOf(
                            browser.script("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")))
                    .doesNotContain("eyJ");
        }
    }

    @Test
    @Order(8)
    void withoutSignInThePageSaysSo() throws Exception {
        OwnGate laptop = OwnGate.shared(with -> with.contextParam("corral.auth", "off"));
        try (Browser browser = Browser.open(laptop.uri("/"))) {
            browser.go("").sees("corral.auth is off").find("Message");
            browser.press("Menu of Admin");
            assertThat(browser.has("Sign out")).isFalse();
            browser.isQuiet();
        }
    }

    /** Nothing of an outage looks like another state. */
    @Test
    @Order(9)
    void serverAwayIsSaid() throws Exception {
        try (TomcatProcess gone = TomcatProcess.setup().start();
                Browser browser = Browser.open(gone.uri("/")).go("")) {
            browser.type("Name", "Ann").type("E-mail", ANN).type("Password", PASSWORD);
            gone.stop();
            browser.press("Create the admin account").sees("Corral can’t be reached.");
        }
    }

    /** Here, since others look at the keys of the server that all share. */
    @Test
    @Order(11)
    void signingKeysAreShownAndRotated() {
        try (Browser browser = browser().signIn(ANN, PASSWORD)) {
            browser.go("#/admin/keys").sees("Signs since").press("Rotate now").press("Rotate now");
            browser.sees("A new key is on its way.", "Published").isQuiet();
        }
    }

    /** All that is needed before something is seen stands in the page: nothing is found only by what was fetched before. */
    @Test
    @Order(10)
    void everythingIsSmallAndComesInOneRoundTripAfterThePage() throws Exception {
        String page = site.get("/").text();
        try (Browser browser = browser()) {
            browser.find("Password");
            // A browser tells of it a while after it has drawn.
            browser.await(
                    "its first paint",
                    () -> Boolean.TRUE.equals(browser.script(
                            "return performance.getEntriesByName('first-contentful-paint').length > 0")));
            Map<?, ?> figures = (Map<?, ?>) Objects.requireNonNull(browser.script("""
                    const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;
                    const files = performance.getEntriesByType('resource').filter((each) => each.startTime < paint);
                    const page = performance.getEntriesByType('navigation')[0];
                    return {
                      bytes: files.reduce((sum, each) => sum + each.encodedBodySize, page.encodedBodySize),
                      names: [...new Set(files.map((each) => each.name))],
                    };
                    """));
            int bytes = ((Number) Objects.requireNonNull(figures.get("bytes"))).intValue();
            List<?> names = (List<?>) Objects.requireNonNull(figures.get("names"));
            System.out.println(
                    "First view: " + bytes + " bytes compressed in the page and " + names.size() + " files.");
            assertThat(bytes).isLessThan(60 * 1024);
            assertThat(names).hasSizeGreaterThan(5).allSatisfy(name -> assertThat(page)
                    .contains("\""
                            + String.valueOf(name)
                                    .substring(browser.home().toString().length()) + "\""));
            browser.isQuiet();
        }
    }
}
