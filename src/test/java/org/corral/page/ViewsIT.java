package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.corral.it.OllamaIdentity;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.standin.Behaviour;
import org.corral.standin.StandInOllama;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;

/**
 * Every view in light and in dark, wide and at 320 pixels: axe finds no fault, nothing is wider than the screen, the
 * console is empty. With {@code -Dscreenshots} the pictures of them are written to {@code src/site/resources}.
 */
@InChromium
@Tag("tomcat")
class ViewsIT {
    private static final Path PICTURES = Path.of("src/site/resources/page");
    private static final String PASSWORD = Secrets.fresh();
    private static final String LONG_NAME = "Eleonore-Wilhelmine von Hohenstein-Langenschwalbach zu Drachenfels";
    private static final String LONG_MODEL =
            "registry.example.org/research/a-model-with-a-very-long-name-instruct:70b-q4_K_M";
    private static final String ANSWER = """
            The sky looks blue because of **Rayleigh scattering**: air molecules scatter short wavelengths far more than long ones.

            1. Sunlight contains all colours.
            2. Blue light is scattered roughly *five times* as strongly as red.
            3. So blue light reaches your eye from every direction.

            ```python
            def scattering(wavelength_nm: float) -> float:
                \"""Relative to 450 nm.\"""
                return (450 / wavelength_nm) ** 4
            ```

            | colour | wavelength | relative |
            |---|---|---|
            | blue | 450 nm | 1.00 |
            | red | 700 nm | 0.17 |

            > At sunset the light comes a long way through the air, and most of the blue is gone.
            """;

    private static StandInOllama ollama;
    private static StandInOllama other;
    private static TomcatProcess tomcat;
    private static Browser browser;
    private static String axe;

    @BeforeAll
    static void start() throws Exception {
        ollama = StandInOllama.start(0);
        ollama.on("POST /api/show", Said.abilities("completion", "thinking", "vision"));
        other = StandInOllama.start(0);
        other.haveModels("qwen3", LONG_MODEL);
        tomcat = TomcatProcess.setup()
                .contextParam(
                        "corral.ollama-urls",
                        ollama.url() + "#name=gpu-1/parallel=4 " + other.url()
                                + "#name=gpu-2-in-the-cellar/weight=2 http://127.0.0.1:9#name=old-laptop")
                .start();
        browser = Browser.open(tomcat.uri("/"));
        try (InputStream script = ViewsIT.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        tomcat.close();
        ollama.close();
        other.close();
    }

    /** In this order: the first is of an empty installation. */
    private static Map<String, Runnable> views() {
        Map<String, Runnable> views = new LinkedHashMap<>();
        views.put("first-run", () -> browser.go("").sees("Welcome to Corral"));
        views.put("connect", () -> {
            browser.type("Name", "Ann").type("E-mail", "ann@example.org").type("Password", PASSWORD);
            browser.press("Create the admin account").sees("What to do next", "Ready to run");
            fill();
        });
        views.put("chat-new", () -> browser.go("#/chat").find("Message"));
        views.put("chat", () -> {
            ollama.next("POST /api/chat", Said.thought("Rayleigh scattering, then the sunset.", ANSWER));
            browser.type("Message", "Why is the sky blue?").keys(Keys.ENTER).sees("tokens/s");
        });
        views.put("chat-cut", () -> {
            ollama.next("POST /api/chat", Behaviour.failAfter(4, "the model runner has unexpectedly stopped"));
            browser.type("Message", "And at night?").keys(Keys.ENTER).sees("The answer was cut.");
        });
        views.put("account-profile", () -> browser.go("#/account/profile").find("Save"));
        views.put("account-password", () -> browser.go("#/account/password").find("New password"));
        views.put("account-keys", () -> browser.go("#/account/keys").sees("backup script"));
        views.put(
                "account-key-new",
                () -> browser.go("#/account/keys").press("Create a key").find("Create"));
        views.put("account-ollama", () -> browser.go("#/account/ollama").sees("SHA256:"));
        views.put("account-sessions", () -> browser.go("#/account/sessions").sees("This one"));
        views.put("account-browser", () -> browser.go("#/account/browser").sees("of at most 200"));
        views.put("admin-accounts", () -> browser.go("#/admin/users").sees(LONG_NAME, "Sign-up"));
        views.put(
                "admin-account",
                () -> browser.go("#/admin/users").press("Ben Okafor").sees("Reset the password"));
        views.put("admin-models", () -> browser.go("#/admin/models").sees("llama3.2:latest", "Where none is chosen"));
        views.put("admin-servers", () -> browser.go("#/admin/servers").sees("old-laptop", "Loaded models"));
        views.put("admin-keys", () -> browser.go("#/admin/keys").sees("Signs since"));
        views.put("admin-settings", () -> browser.go("#/admin/settings").sees("corral.ollama-urls"));
        views.put("api", () -> browser.go("openapi.html")
                .sees("/api/v1/auths/signin")
                .script("document.querySelector('details').open = true"));
        views.put("waiting", () -> {
            signOut();
            browser.signInAnyway("chiara@example.org", PASSWORD).sees("Waiting for approval", "ann@example.org");
        });
        views.put("sign-in", () -> {
            browser.press("Sign out").find("Password");
        });
        return views;
    }

    @TestFactory
    List<DynamicTest> viewsAreWithoutFault() {
        return views().entrySet().stream()
                .map(view -> DynamicTest.dynamicTest(view.getKey(), () -> {
                    browser.size(1280, 800).scheme("light");
                    view.getValue().run();
                    for (String scheme : List.of("light", "dark")) {
                        check(view.getKey(), scheme, 1280, 800);
                        check(view.getKey(), scheme, 320, 640);
                    }
                    browser.size(3840, 2160);
                    fitsTheScreen();
                    browser.isQuiet();
                }))
                .toList();
    }

    private static void check(String view, String scheme, int width, int height) throws IOException {
        browser.scheme(scheme).size(width, height);
        String where = view + ", " + scheme + ", " + width;
        browser.script(
                "document.querySelectorAll('.toast').forEach((each) => each.remove());"
                        + " document.getAnimations().forEach((each) => each.finish?.call && each.effect.getComputedTiming().iterations !== Infinity && each.finish())");
        if (System.getProperty("screenshots") != null && (width == 1280 || scheme.equals("light"))) {
            keepPicture(view + (width == 320 ? "-narrow" : "") + (scheme.equals("dark") ? "-dark" : ""));
        }
        fitsTheScreen();
        assertThat(faults()).as(where).isEmpty();
    }

    /** Nothing to scroll aside; and a conversation scrolls by itself, not with the page. */
    private static void fitsTheScreen() {
        assertThat(browser.script("return document.querySelector('.chat') === null"
                        + " || document.documentElement.scrollHeight <= document.documentElement.clientHeight"))
                .as("the page is as high as the screen")
                .isEqualTo(true);
        // Less where there is room for a scroll bar that is not there.
        Object beyond =
                browser.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat((Long) Objects.requireNonNull(beyond))
                .as("pixels beyond the screen")
                .isLessThanOrEqualTo(0L);
    }

    private static List<?> faults() {
        browser.script("if (!window.axe) { " + axe + " }");
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        return (List<?>) Objects.requireNonNull(browser.driver().executeAsyncScript("""
                const done = arguments[0];
                axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
                    .then(({ passes, violations }) => done(passes.length === 0 ? ['nothing was looked at']
                        : violations.flatMap((each) => each.nodes.map((node) =>
                            each.id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary))));
                """));
    }

    private static void keepPicture(String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(
                PICTURES.resolve(name + ".png"),
                Base64.getDecoder().decode(browser.driver().getScreenshotAs(OutputType.BASE64)));
    }

    /** People and keys to look at. */
    private static void fill() {
        try {
            Site site = Site.of(tomcat);
            String bearer = "Authorization: Bearer " + Site.token(site.signIn("ann@example.org", PASSWORD));
            add(site, bearer, "Ben Okafor", "ben", "user");
            add(site, bearer, "Chiara Rossi", "chiara", "pending");
            add(site, bearer, LONG_NAME, "eleonore-wilhelmine.von.hohenstein-langenschwalbach", "user");
            site.post("/api/v1/auths/api_keys", Map.of("name", "backup script", "scope", "inference"), bearer);
            site.post(
                    "/api/v1/auths/ollama_keys",
                    Map.of("public_key", OllamaIdentity.fresh().publicKey(), "name", "ann@laptop"),
                    bearer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Site site, String bearer, String name, String local, String role) throws IOException {
        site.post(
                "/api/v1/auths/add",
                Map.of("name", name, "email", local + "@example.org", "password", PASSWORD, "role", role),
                bearer);
    }

    private static void signOut() {
        browser.driver().manage().deleteAllCookies();
    }
}
