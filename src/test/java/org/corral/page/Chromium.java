package org.corral.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The process of a {@link Browser}. A start takes seconds, so one that is given back serves the next test: with another
 * window, and without anything that a page has kept. All end with the tests.
 */
final class Chromium {
    private static final Deque<Chromium> IDLE = new ArrayDeque<>();

    private static final String VIOLATIONS =
            "window.violations = []; document.addEventListener('securitypolicyviolation',"
                    + " (e) => violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));";

    private final Path profile;
    private final ChromeDriver driver;

    private Chromium(Path profile) {
        this.profile = profile;
        this.driver = start(profile);
    }

    ChromeDriver driver() {
        return driver;
    }

    static Chromium take() {
        Chromium chromium;
        synchronized (IDLE) {
            chromium = IDLE.poll();
        }
        if (chromium == null) {
            chromium = started();
        }
        chromium.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", VIOLATIONS));
        // Else what has the focus in it may look as if it had not.
        chromium.driver.executeCdpCommand("Page.bringToFront", Map.of());
        return chromium;
    }

    private static Chromium started() {
        try {
            Chromium chromium = new Chromium(Files.createTempDirectory("corral-browser"));
            Runtime.getRuntime().addShutdownHook(new Thread(chromium::end, "end of a browser"));
            return chromium;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChromeDriver start(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(InChromium.IsThere.browser().orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--lang=en-GB",
                "--window-size=1280,800",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(InChromium.IsThere.driver().orElseThrow().toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        return new ChromeDriver(service, options);
    }

    /** @param home what it has shown */
    void giveBack(URI home) {
        try {
            forget(home);
        } catch (WebDriverException e) {
            // A browser that does not do as it is told is none for the next test.
            end();
            return;
        }
        synchronized (IDLE) {
            IDLE.push(this);
        }
    }

    private void forget(URI home) {
        // A window has its own history, emulation and scripts.
        for (String window : driver.getWindowHandles()) {
            driver.switchTo().window(window);
            driver.get("about:blank");
        }
        String fresh = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
        for (String window : driver.getWindowHandles()) {
            if (!window.equals(fresh)) {
                driver.switchTo().window(window).close();
            }
        }
        driver.switchTo().window(fresh);
        String origin = home.getScheme() + "://" + home.getAuthority();
        driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "all"));
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
        driver.manage().logs().get(LogType.BROWSER);
    }

    private void end() {
        driver.quit();
        try (var files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // The browser is still writing; the system clears its temporary folder.
            return;
        }
    }
}
