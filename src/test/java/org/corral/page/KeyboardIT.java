package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Everything with the keyboard alone: the tab key comes to it, and where the focus is can be seen. */
@InChromium
class KeyboardIT {
    private static final String FOCUS = """
            const at = document.activeElement;
            const written = (e) => [...e.childNodes].filter((each) => each.ariaHidden !== 'true')
                .map((each) => each.nodeType === Node.TEXT_NODE ? each.data : written(each)).join('');
            const name = (at.getAttribute('aria-label') || at.labels?.[0]?.firstChild.textContent || written(at)).trim();
            const style = getComputedStyle(at);
            const around = getComputedStyle(at.closest('form') || at);
            return [name, style.outlineStyle !== 'none' && style.outlineWidth !== '0px' || around.boxShadow !== 'none'];
            """;

    private final Gate gate = Gate.open();
    private Browser browser;

    @BeforeEach
    void open() {
        browser = Browser.open(gate);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    /** Presses the tab key until it comes there. */
    private void tabTo(String name) {
        for (int i = 0; i < 60; i++) {
            List<?> at = (List<?>) Objects.requireNonNull(browser.script(FOCUS));
            if (name.equals(at.get(0))) {
                assertThat(at.get(1)).as("the focus on '" + name + "' is seen").isEqualTo(true);
                return;
            }
            browser.keys(Keys.TAB);
        }
        throw new AssertionError("the tab key does not come to '" + name + "'");
    }

    @Test
    void fromSignInToAnAnswerAndOut() {
        Person user = gate.user();
        gate.ollama().next("POST /api/chat", Said.text("By keys."));
        browser.go("").find("Password");
        tabTo("E-mail");
        browser.keys(user.email(), Keys.TAB, user.password(), Keys.ENTER).find("Message");
        tabTo("Message");
        browser.keys("Hello")
                .keysWith(Keys.SHIFT, Keys.ENTER)
                .keys("there", Keys.ENTER)
                .sees("By keys.", "tokens/s");
        assertThat(gate.ollama()
                        .requests("/api/chat")
                        .get(0)
                        .json()
                        .at("/messages/0/content")
                        .asString())
                .isEqualTo("Hello\nthere");
        browser.go("#/chat").find("Message");
        tabTo("Menu of user");
        browser.keys(Keys.ENTER);
        tabTo("Sign out");
        browser.keys(Keys.ESCAPE);
        assertThat(browser.has("Sign out")).isFalse();
        browser.keys(Keys.ENTER);
        tabTo("Sign out");
        browser.keys(Keys.ENTER).find("Password");
        browser.isQuiet();
    }

    @Test
    void keyIsMadeAndRevokedInDialogs() {
        Person admin = gate.admin();
        browser.signIn(admin.email(), admin.password()).go("#/account/keys").find("Create a key");
        tabTo("Create a key");
        browser.keys(Keys.ENTER).find("Create");
        tabTo("Name");
        browser.keys("by keys", Keys.ENTER).sees("Copy it now");
        tabTo("Done");
        browser.keys(Keys.ENTER).sees("by keys");
        tabTo("Revoke by keys");
        browser.keys(Keys.ENTER).sees("Revoke this key?").keys(Keys.ESCAPE).seesNoLonger("Revoke this key?");
        // Back where it was.
        tabTo("Revoke by keys");
        browser.keys(Keys.ENTER).sees("Revoke this key?");
        tabTo("Revoke");
        browser.keys(Keys.ENTER).seesNoLonger("by keys").isQuiet();
    }

    @Test
    void contentIsOneStepAwayAndTabsAreOneStop() {
        Person admin = gate.admin();
        browser.signIn(admin.email(), admin.password())
                .go("#/connect")
                .reload()
                .sees("Ready to run")
                .keys(Keys.TAB);
        tabTo("Skip to the content");
        browser.keys(Keys.ENTER);
        tabTo("curl");
        browser.keys(Keys.ARROW_RIGHT)
                .sees("new Ollama({")
                .keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
                .sees("OLLAMA_AUTH=1");
        browser.isQuiet();
    }
}
