package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.Sequence;
import org.openqa.selenium.logging.LogType;

/**
 * A Chromium that knows nothing of any page yet, and what a person does in it: things are found by the names that people
 * and screen readers know them by. Everything waits until it is there.
 */
final class Browser implements AutoCloseable {
    /** A browser tells of each refusal in its console; the tests that provoke one say so. */
    private static final Pattern REFUSALS =
            Pattern.compile(".*Failed to load resource.*status of (400|401|429|502|503).*");

    private static final String CANDIDATES =
            "button, a[href], summary, input, select, textarea, [role=tab], [role=region]";
    /** As people would say it: the label, else what is written on it. */
    private static final String FIND = """
            const [selector, name] = arguments;
            const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]');
            const written = (e) => [...e.childNodes].filter((each) => each.ariaHidden !== 'true')
                .map((each) => each.nodeType === Node.TEXT_NODE ? each.data : written(each)).join('');
            const text = (e) => (e.getAttribute('aria-label') || (e.labels && e.labels.length > 0 && e.labels[0].firstChild.textContent)
                || written(e)).trim().replace(/\\s+/g, ' ');
            const within = [...document.querySelectorAll('dialog[open]')].at(-1) || document;
            return [...within.querySelectorAll(selector)].find((e) => seen(e) && text(e) === name) || null;
            """;

    private final URI home;
    private final Chromium chromium;
    private final ChromeDriver driver;
    private boolean refusalsExpected;

    private Browser(URI home, Chromium chromium) {
        this.home = home;
        this.chromium = chromium;
        this.driver = chromium.driver();
    }

    /** @param home the page's address, with a slash at its end */
    static Browser open(URI home) {
        return new Browser(home, Chromium.take());
    }

    /** The page of the server under test. */
    static Browser open(Gate gate) {
        return open(gate.url().resolve("/"));
    }

    ChromeDriver driver() {
        return driver;
    }

    URI home() {
        return home;
    }

    /** @param hash such as {@code #/admin/users} */
    Browser go(String hash) {
        driver.get(home + hash);
        return this;
    }

    Browser reload() {
        driver.navigate().refresh();
        return this;
    }

    /** Light or dark, as the system would ask for it. */
    Browser scheme(String name) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
        return this;
    }

    Browser size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** Somebody who may be let in no further. */
    Browser signInAnyway(String email, String password) {
        return go("").type("E-mail", email).type("Password", password).press("Sign in");
    }

    /** With a session that this person has already. */
    Browser enter(Person person) {
        driver.executeCdpCommand(
                "Network.setCookie",
                Map.of(
                        "name",
                        "token",
                        "value",
                        person.token(),
                        "url",
                        home.toString(),
                        "httpOnly",
                        true,
                        "sameSite",
                        "Lax"));
        go("");
        return awaitFrame();
    }

    Browser signIn(String email, String password) {
        signInAnyway(email, password);
        return awaitFrame();
    }

    private Browser awaitFrame() {
        await("the frame", () -> !driver.findElements(By.cssSelector(".top")).isEmpty());
        return this;
    }

    /** Presses a button, follows a link, opens what is folded. */
    Browser press(String name) {
        return onIt("button, a[href], summary, [role=tab]", name, WebElement::click);
    }

    /** Presses the wheel of the mouse on a link: a browser opens it in another tab. */
    Browser pressMiddle(String name) {
        return onIt("a[href]", name, link -> {
            PointerInput mouse = new PointerInput(PointerInput.Kind.MOUSE, "mouse");
            driver.perform(List.of(new Sequence(mouse, 0)
                    .addAction(mouse.createPointerMove(Duration.ZERO, PointerInput.Origin.fromElement(link), 0, 0))
                    .addAction(mouse.createPointerDown(PointerInput.MouseButton.MIDDLE.asArg()))
                    .addAction(mouse.createPointerUp(PointerInput.MouseButton.MIDDLE.asArg()))));
        });
    }

    Browser type(String label, String text) {
        return onIt("input, textarea", label, field -> {
            field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
            field.sendKeys(text);
        });
    }

    Browser choose(String label, String option) {
        return onIt("select", label, field -> field.findElements(By.tagName("option")).stream()
                .filter(each -> each.getText().equals(option))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no option " + option))
                .click());
    }

    /** A box or a round one. */
    Browser tick(String label) {
        return onIt("input", label, WebElement::click);
    }

    WebElement find(String name) {
        return awaitOne("'" + name + "'", () -> one(CANDIDATES, name));
    }

    boolean has(String name) {
        return one(CANDIDATES, name).isPresent();
    }

    private Browser onIt(String selector, String name, Consumer<WebElement> act) {
        await("'" + name + "' to be used", () -> {
            try {
                Optional<WebElement> found = one(selector, name).filter(WebElement::isEnabled);
                found.ifPresent(act);
                return found.isPresent();
            } catch (ElementNotInteractableException | StaleElementReferenceException e) {
                // Drawn anew before it could be used, or under the bar: look again.
                one(selector, name)
                        .ifPresent(hidden -> script("arguments[0].scrollIntoView({ block: 'center' })", hidden));
                return false;
            }
        });
        return this;
    }

    private Optional<WebElement> one(String selector, String name) {
        try {
            return Optional.ofNullable((WebElement) driver.executeScript(FIND, selector, name));
        } catch (JavascriptException e) {
            // Between two pages.
            return Optional.empty();
        }
    }

    /** Keys to whatever has the focus. */
    Browser keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
        return this;
    }

    /** A key while another is held. */
    Browser keysWith(Keys held, Keys key) {
        new Actions(driver).keyDown(held).sendKeys(key).keyUp(held).perform();
        return this;
    }

    String text() {
        return String.valueOf(driver.executeScript("return document.body.innerText"));
    }

    Browser sees(String... texts) {
        for (String text : texts) {
            await("'" + text + "' on the page", () -> text().contains(text));
        }
        return this;
    }

    Browser seesNoLonger(String text) {
        await("'" + text + "' to be gone", () -> !text().contains(text));
        return this;
    }

    @Nullable
    Object script(String code, Object... arguments) {
        return driver.executeScript(code, arguments);
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    void await(String what, BooleanSupplier condition) {
        awaitOne(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    private <T> T awaitOne(String what, Supplier<Optional<T>> found) {
        long end = System.nanoTime() + Gate.SOON.toNanos();
        while (true) {
            Optional<T> there = unlessDrawnAnew(found);
            if (there.isPresent()) {
                return there.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited in vain for " + what + " at " + driver.getCurrentUrl()
                        + ". The page says:\n" + text() + "\n" + consoleErrors());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static <T> Optional<T> unlessDrawnAnew(Supplier<Optional<T>> found) {
        try {
            return found.get();
        } catch (StaleElementReferenceException e) {
            // In the middle of it: look again.
            return Optional.empty();
        }
    }

    Browser expectRefusals() {
        refusalsExpected = true;
        return this;
    }

    /** Errors in the console, and what the page's policy had to forbid. */
    List<String> consoleErrors() {
        List<String> errors = new ArrayList<>();
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .filter(line -> !refusalsExpected || !REFUSALS.matcher(line).matches())
                .forEach(errors::add);
        if (driver.executeScript("return window.violations || []") instanceof List<?> violations) {
            violations.forEach(each -> errors.add("policy: " + each));
        }
        return errors;
    }

    /** That nothing went wrong that only developers would see. */
    void isQuiet() {
        assertThat(consoleErrors()).isEmpty();
    }

    @Override
    public void close() {
        chromium.giveBack(home);
    }
}
