package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.corral.it.Gate;
import org.corral.it.OllamaIdentity;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** People look after their own account. */
@InChromium
class AccountIT {
    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private Person person;
    private Browser browser;

    @BeforeEach
    void signIn() throws IOException {
        String email = "own-" + System.nanoTime() + "@corral.test";
        String password = Secrets.fresh();
        RawAnswer added = site.post(
                "/api/v1/auths/add",
                Map.of("name", "Olga", "email", email, "password", password, "role", "user"),
                gate.admin().bearer());
        person = new Person(Site.text(added, "id"), email, password, Site.token(added));
        browser = Browser.open(gate).enter(person);
        browser.find("Message");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void nameIsChangedAndShownAtOnce() throws IOException {
        browser.go("#/account/profile")
                .type("Name", "Olga Orlova")
                .press("Save")
                .sees("Saved");
        browser.find("Menu of Olga Orlova");
        assertThat(Site.text(site.me(person.token()), "name")).isEqualTo("Olga Orlova");
        browser.isQuiet();
    }

    @Test
    void passwordIsChangedAndOtherSessionsEnd() throws IOException {
        String other = Secrets.fresh();
        browser.expectRefusals().go("#/account/password");
        browser.type("Present password", "not this one")
                .type("New password", other)
                .press("Change the password");
        browser.sees("The present password is wrong.");
        browser.type("Present password", person.password())
                .press("Change the password")
                .sees("The password is changed.");
        assertThat(site.me(person.token()).status()).isEqualTo(401);
        browser.press("Profile").find("Save");
        assertThat(site.signIn(person.email(), other).status()).isEqualTo(200);
        browser.isQuiet();
    }

    @Test
    void passwordManagerFindsWhereThePasswordIsChanged() {
        browser.driver().get(browser.home() + ".well-known/change-password");
        browser.find("Present password");
        browser.isQuiet();
    }

    @Test
    void keyIsSeenOnceAndRevoked() throws IOException {
        browser.go("#/account/keys").sees("No keys yet").press("Create a key");
        browser.type("Name", "laptop")
                .choose("May", "All that you may")
                .choose("Expires", "30 days")
                .press("Create");
        browser.sees("Copy it now");
        String key = browser.all("dialog code").get(0).getText();
        assertThat(site.me(key).status()).isEqualTo(200);
        browser.press("Done").sees("laptop", "All that you may").seesNoLonger(key);
        browser.press("Revoke laptop").press("Revoke").sees("No keys yet");
        assertThat(site.me(key).status()).isEqualTo(401);
        browser.isQuiet();
    }

    @Test
    void ollamaIsRegisteredByItsPublicKey() throws IOException {
        OllamaIdentity ollama = OllamaIdentity.fresh();
        browser.expectRefusals()
                .go("#/account/ollama")
                .sees("No key registered")
                .type("Public key", "ssh-rsa AAAA")
                .press("Register");
        browser.sees("one line that begins with");
        browser.type("Public key", ollama.publicKey().strip()).press("Register").sees("SHA256:");
        String signed = "GET,/api/tags?ts=" + System.currentTimeMillis() / 1000;
        String target = "/ollama" + signed.substring(4);
        assertThat(site.get(target, ollama.signed(signed)).status()).isEqualTo(200);
        browser.press("Delete the key ollama")
                .press("Delete")
                .sees("No key registered")
                .isQuiet();
    }

    @Test
    void sessionsAreListedAndEnded() throws IOException {
        browser.driver().manage().deleteAllCookies();
        browser.signIn(person.email(), person.password()).find("Message");
        String other = Site.token(
                site.post(Site.SIGN_IN, Gate.credentials(person.email(), person.password()), "User-Agent: curl/8.0"));
        browser.go("#/account/sessions").sees("Chrome on Linux", "This one", "curl", "127.0.0.1");
        browser.press("Sign out curl").sees("That session has ended.").seesNoLonger("curl");
        assertThat(site.me(other).status()).isEqualTo(401);
        assertThat(site.me(person.token()).status()).isEqualTo(200);
        browser.press("Sign out everywhere else")
                .press("Sign out everywhere else")
                .sees("All other sessions have ended.");
        assertThat(site.me(person.token()).status()).isEqualTo(401);
        browser.press("Profile").find("Save");
        browser.press("Sessions").sees("This one").press("Sign out").find("Password");
        browser.isQuiet();
    }

    @Test
    void conversationsOfThisBrowserAreDeleted() {
        gate.ollama().next("POST /api/chat", Said.text("Yes."));
        browser.type("Message", "Is it?").keys(Keys.ENTER).sees("Yes.", "tokens/s");
        browser.go("#/account/browser")
                .sees("1 of at most 200")
                .press("Delete all conversations")
                .press("Delete");
        browser.sees("0 of at most 200")
                .press("Chat")
                .sees("Your conversations will be here.")
                .isQuiet();
    }
}
