package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.standin.Behaviour;
import org.corral.standin.StandInOllama;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What admins look after. */
@InChromium
class AdminIT {
    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private final StandInOllama ollama = gate.ollama();
    private Browser browser;

    @BeforeEach
    void signIn() {
        browser = Browser.open(gate).enter(gate.admin());
        browser.find("Message");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void accountIsAddedFoundChangedAndDeleted() throws IOException {
        String password = Secrets.fresh();
        String email = "ida" + System.nanoTime() + "@corral.test";
        browser.go("#/admin/users").press("Add an account").type("Name", "Ida").type("E-mail", email);
        browser.type("Password", password)
                .choose("Role", "Waiting")
                .press("Create")
                .sees("Ida has an account now.");
        browser.type("Search by name or address", email).sees("1 account", "Waiting");
        browser.press("Approve Ida").sees("Ida is in.", "User");
        browser.press("Ida")
                .sees("Reset the password")
                .choose("Role", "Admin")
                .press("Save")
                .sees("Saved");
        assertThat(Site.text(site.signIn(email, password), "role")).isEqualTo("admin");
        String other = Secrets.fresh();
        browser.type("New password", other).press("Set the password").sees("all sessions have ended");
        String token = Site.token(site.signIn(email, other));
        browser.press("Sign out everywhere").press("Sign out everywhere").sees("All sessions have ended.");
        assertThat(site.me(token).status()).isEqualTo(401);
        browser.press("Delete the account").press("Delete the account").sees("The account of Ida is deleted.");
        assertThat(site.signIn(email, other).status()).isEqualTo(400);
    }

    /** As they come from Open WebUI, without passwords: to hash so many takes a while. */
    private static Map<String, ?> crowd(int count) {
        return Map.of(
                "user",
                IntStream.range(0, count)
                        .mapToObj(i -> Map.of(
                                "id",
                                "" + i,
                                "name",
                                "Crowd" + i,
                                "email",
                                "crowd" + i + "@corral.test",
                                "role",
                                "user"))
                        .toList(),
                "auth",
                List.of());
    }

    @Test
    void longListsHavePages() throws IOException {
        site.post("/api/v1/admin/import", crowd(35), gate.admin().bearer());
        browser.go("#/admin/users").type("Search by name or address", "crowd").sees("35 accounts", "1 of 2");
        assertThat(browser.all("tbody tr")).hasSize(30);
        browser.press("Next").sees("2 of 2");
        browser.await("the second page", () -> browser.all("tbody tr").size() == 5);
        browser.press("Name").sees("1 of 2").isQuiet();
    }

    @Test
    void modelIsPulledWithItsProgressAndDeleted() {
        CountDownLatch seen = new CountDownLatch(1);
        ollama.next("POST /api/pull", Behaviour.holdAfter(2, seen));
        browser.go("#/admin/models")
                .sees("llama3.2:latest")
                .type("Download a model", "tiny")
                .press("Download");
        browser.sees("Downloading tiny", "%");
        seen.countDown();
        browser.sees("tiny is there.", "tiny:latest").seesNoLonger("Downloading tiny");
        browser.press("Delete tiny:latest").press("Delete").sees("tiny:latest is deleted.");
        browser.await("tiny to be gone", () -> !browser.has("Delete tiny:latest"));
        browser.isQuiet();
    }

    @Test
    void pullThatFailsSaysWhy() {
        ollama.next(
                "POST /api/pull",
                Said.lines(
                        "{\"status\":\"pulling manifest\"}",
                        "{\"error\":\"pull model manifest: file does not exist\"}"));
        browser.go("#/admin/models").type("Download a model", "nothing").press("Download");
        browser.sees("file does not exist").isQuiet();
    }

    @Test
    void settingsAreShownWithWhereTheyComeFrom() {
        browser.go("#/admin/settings")
                .sees("corral.ollama-urls", "http://127.0.0.1:" + gate.ollamaPort(), "Context parameter")
                .sees("corral.signin-tries", "1000000", "System property");
        browser.type("Search", "lifetime")
                .sees("corral.token-lifetime", "4w", "Default")
                .seesNoLonger("corral.ollama-urls");
        browser.type("Search", "corral.")
                .tick("Only those that differ from the default")
                .seesNoLonger("corral.token-lifetime");
        browser.isQuiet();
    }

    @Test
    void peopleWhoAreNoAdminsSeeNothingOfIt() {
        try (Browser other = Browser.open(gate).enter(gate.user())) {
            other.find("Message");
            assertThat(other.has("Admin")).isFalse();
            other.go("#/admin/users").find("Message");
            other.isQuiet();
        }
    }

    /** What is shown stays where it is while the rest comes; by the browser's own measure, 0.1 is what it calls good. */
    @ParameterizedTest
    @CsvSource({
        "#/chat, Message",
        "#/connect, Create a key and fill it in",
        "#/account/sessions, Sign out",
        "#/account/keys, Create a key",
        "#/admin/users, Add an account",
        "#/admin/models, Delete llama3.2:latest",
        "#/admin/settings, Search"
    })
    void nothingJumpsWhileAViewComes(String address, String there) {
        browser.driver().get("about:blank");
        browser.go(address).find(there);
        Object moved = browser.driver().executeAsyncScript("""
                const done = arguments[0];
                if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) {
                  done(-1);
                }
                let sum = 0;
                new PerformanceObserver((list) => list.getEntries().forEach((each) => { sum += each.value; }))
                    .observe({ type: 'layout-shift', buffered: true });
                setTimeout(() => done(Math.round(sum * 1000)), 200);
                """);
        System.out.println("Layout shift of " + address + ": " + moved + " thousandths");
        assertThat((Long) Objects.requireNonNull(moved)).isBetween(0L, 99L);
    }
}
