package org.corral.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Talking to a model. */
@InChromium
class ChatIT {
    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();
    private Browser browser;

    @BeforeEach
    void signIn() {
        browser = Browser.open(gate).enter(gate.user());
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void answerComesInMarkdownWithItsSpeed() {
        ollama.next("POST /api/chat", Said.text("The **sky** is blue:\n\n- one\n- two\n\n```js\nlet a = 1;\n```\n"));
        browser.choose("Model", "qwen3").type("Message", "Why?").keys(Keys.ENTER);
        browser.sees("40 tokens/s", "tokens");
        assertThat(browser.all(".prose strong")).hasSize(1);
        assertThat(browser.all(".prose li")).hasSize(2);
        assertThat(browser.all(".prose .code code")).singleElement().satisfies(code -> assertThat(code.getText())
                .isEqualTo("let a = 1;"));
        assertThat(ollama.requests("/api/chat").get(0).json().path("model").asString())
                .isEqualTo("qwen3:latest");
        browser.isQuiet();
    }

    @Test
    void stopStopsOllama() {
        ollama.next("POST /api/chat", Said.tokens(Collections.nCopies(100_000, "word "), Duration.ofMillis(10)));
        browser.type("Message", "Go on for ever").keys(Keys.ENTER).sees("word word");
        Recorded asked = ollama.awaitRequest("/api/chat", SOON).awaitTokens(5, SOON);
        browser.press("Stop");
        asked.awaitAborted(SOON);
        browser.sees("Stopped").press("Answer again");
        browser.isQuiet();
    }

    @Test
    void escapeStopsToo() {
        ollama.next("POST /api/chat", Said.tokens(Collections.nCopies(100_000, "word "), Duration.ofMillis(10)));
        browser.type("Message", "Go on for ever")
                .keys(Keys.ENTER)
                .sees("word word")
                .keys(Keys.ESCAPE);
        ollama.awaitRequest("/api/chat", SOON).awaitAborted(SOON);
        browser.sees("Stopped").isQuiet();
    }

    @Test
    void anotherAnswerTakesThePlaceOfTheFirst() {
        ollama.next("POST /api/chat", Said.text("First one."), Said.text("Second one."));
        browser.type("Message", "Why?")
                .keys(Keys.ENTER)
                .sees("First one.")
                .press("Answer again")
                .sees("Second one.");
        browser.seesNoLonger("First one.");
        assertThat(ollama.requests("/api/chat").get(1).json().path("messages")).hasSize(1);
        browser.isQuiet();
    }

    @Test
    void conversationsAreKeptInTheBrowserAndGoOn() {
        ollama.next("POST /api/chat", Said.text("Paris."), Said.text("Seine."));
        browser.type("Message", "Capital of France?").keys(Keys.ENTER).sees("Paris.", "tokens/s");
        browser.press("New conversation").seesNoLonger("Paris.");
        browser.reload().press("Capital of France?").sees("Paris.");
        browser.type("Message", "Its river?").keys(Keys.ENTER).sees("Seine.");
        assertThat(ollama.requests("/api/chat")
                        .get(1)
                        .json()
                        .path("messages")
                        .valueStream()
                        .map(each -> each.path("content").asString()))
                .containsExactly("Capital of France?", "Paris.", "Its river?");
        browser.press("Rename the conversation")
                .type("Name", "Geography")
                .press("Save")
                .sees("Geography");
        browser.press("Delete: Geography").press("Delete").sees("Your conversations will be here.");
        browser.reload().sees("Your conversations will be here.").isQuiet();
    }

    @Test
    void answerGoesOnWhileSomethingElseIsShown() {
        List<String> tokens =
                IntStream.range(0, 200).mapToObj(i -> "w" + i + " ").toList();
        CountDownLatch elsewhere = new CountDownLatch(1);
        ollama.next("POST /api/chat", Said.tokens(tokens, i -> i < 10 || elsewhere.getCount() == 0));
        browser.type("Message", "Count").keys(Keys.ENTER).sees("w5 ");
        browser.press("Connect").sees("Ready to run");
        elsewhere.countDown();
        ollama.awaitRequest("/api/chat", SOON).awaitTokens(200, SOON);
        browser.press("Chat").press("Count").sees("w199", "tokens/s");
        assertThat(ollama.requests("/api/chat")).hasSize(1);
        browser.isQuiet();
    }

    @Test
    void modelsThatSeeAreShownPictures(@TempDir Path folder) throws IOException {
        ollama.on("POST /api/show", Said.abilities("completion", "vision"));
        ollama.next("POST /api/chat", Said.text("A dot."));
        browser.choose("Model", "secret");
        Path picture =
                Files.write(folder.resolve("dot.png"), Base64.getDecoder().decode(DOT));
        browser.find("Add a picture");
        browser.all("input[type=file]").get(0).sendKeys(picture.toString());
        browser.sees("Remove dot.png")
                .type("Message", "What is it?")
                .keys(Keys.ENTER)
                .sees("A dot.");
        assertThat(ollama.requests("/api/chat")
                        .get(0)
                        .json()
                        .at("/messages/0/images/0")
                        .asString())
                .isEqualTo(DOT);
        assertThat(browser.all(".said img")).hasSize(1);
        browser.isQuiet();
    }

    @Test
    void thoughtsAreFolded() {
        ollama.on("POST /api/show", Said.abilities("completion", "thinking"));
        ollama.next("POST /api/chat", Said.thought("Let me see.", "Blue."));
        browser.choose("Model", "nomic-embed-text").find("Think");
        browser.type("Message", "Why?").keys(Keys.ENTER).sees("Thought for", "Blue.");
        assertThat(browser.text()).doesNotContain("Let me see.");
        assertThat(ollama.requests("/api/chat").get(0).json().path("think").asBoolean(false))
                .isTrue();
        browser.script("document.querySelector('.thinking summary').click()");
        browser.sees("Let me see.").isQuiet();
    }

    @Test
    void whatDoesNotChatSaysSo() {
        ollama.on("POST /api/show", Said.abilities("embedding"));
        browser.choose("Model", "qwen3").sees("qwen3 does not chat").isQuiet();
    }

    @Test
    void errorInTheStreamIsShownAsOneAndTheAnswerKept() {
        ollama.next("POST /api/chat", Behaviour.failAfter(3, "the model runner has stopped"), Said.text("All of it."));
        browser.type("Message", "Why?")
                .keys(Keys.ENTER)
                .sees("The answer was cut.", "the model runner has stopped", "w0 w1 w2");
        browser.press("Try again").sees("All of it.").isQuiet();
    }

    /** As long as Ollama itself, or Corral, asks for. */
    @Test
    void whoIsToldToComeAgainLaterSeesWhen() {
        Behaviour busy = Behaviour.header("Retry-After", "2").and(Behaviour.error(503, "server busy"));
        ollama.next("POST /api/chat", busy, Said.text("Now."));
        browser.expectRefusals().type("Message", "Why?").keys(Keys.ENTER);
        browser.sees("There is no answer.", "server busy", "Try again in 0:0")
                .press("Try again")
                .sees("Now.");
        browser.isQuiet();
    }

    @Test
    void onlyTheLatestConversationsAreKept() {
        browser.find("Message");
        browser.driver().manage().timeouts().scriptTimeout(SOON);
        Object kept = browser.driver().executeAsyncScript("""
                const done = arguments[0];
                const at = document.querySelector('script[type=module]').src.replace('app.js', 'chat/store.js');
                import(at).then(async ({ store, MOST }) => {
                  const all = store('limit-of-the-test');
                  for (let i = 0; i < MOST + 3; i++) {
                    await all.save({ id: `c${i}`, title: `c${i}`, updated: i, created: i, messages: [] });
                  }
                  const list = await all.list();
                  done([list.length - MOST, list[0].title, list.at(-1).title, (await all.load('c0')) === undefined]);
                }, (failure) => done(String(failure)));
                """);
        assertThat(kept).isEqualTo(List.of(0L, "c202", "c3", true));
        browser.isQuiet();
    }

    @Test
    void connectionThatBreaksOffIsNoWholeAnswer() {
        ollama.next("POST /api/chat", Behaviour.dieAfter(3, Death.RESET));
        browser.type("Message", "Why?")
                .keys(Keys.ENTER)
                .sees("The connection broke off before the answer was complete.");
        assertThat(browser.text()).doesNotContain("Stopped");
    }

    @Test
    void ollamaAwayIsSaidWithWhatToTry() throws Exception {
        browser.expectRefusals();
        gate.withoutOllama(() -> {
            browser.reload().sees("Try again", "An admin can see why.");
            Person admin = gate.admin();
            try (Browser other = Browser.open(gate).enter(admin)) {
                other.sees("Corral asked: http://127.0.0.1:" + gate.ollamaPort(), "ollama serve");
            }
        });
        browser.press("Try again").find("Message");
    }

    /** What was asked stands there after the sign-in, and can be asked again. */
    @Test
    void sessionThatEndsInTheMiddleLosesNothing() throws IOException {
        String email = "mid-" + System.nanoTime() + "@corral.test";
        String password = Secrets.fresh();
        Site site = Site.of(gate);
        site.post(
                "/api/v1/auths/add",
                Map.of("name", "Mia", "email", email, "password", password, "role", "user"),
                gate.admin().bearer());
        try (Browser hers = Browser.open(gate).expectRefusals().signIn(email, password)) {
            hers.type("Message", "A long question");
            String token = Site.token(site.signIn(email, password));
            site.post("/api/v1/auths/sessions/signout", Map.of(), "Authorization: Bearer " + token);
            hers.keys(Keys.ENTER).sees("Your session has ended.");
            hers.type("E-mail", email).type("Password", password).press("Sign in");
            hers.sees("A long question", "There is no answer.");
            ollama.next("POST /api/chat", Said.text("An answer."));
            hers.press("Try again").sees("An answer.", "tokens/s").isQuiet();
        }
    }

    @Test
    void reloadInTheMiddleStopsOllamaAndKeepsWhatHasCome() {
        ollama.next("POST /api/chat", Said.tokens(Collections.nCopies(100_000, "word "), Duration.ofMillis(10)));
        browser.type("Message", "Go on for ever").keys(Keys.ENTER).sees("word word");
        Recorded asked = ollama.awaitRequest("/api/chat", SOON).awaitTokens(50, SOON);
        browser.reload();
        asked.awaitAborted(SOON);
        browser.sees("Go on for ever", "word word", "Stopped").find("Answer again");
        browser.press("New conversation").sees("Hello, ");
        browser.driver().navigate().back();
        browser.sees("word word");
        browser.driver().navigate().forward();
        browser.seesNoLonger("word word").isQuiet();
    }

    @Test
    void withoutANetworkItSaysSoAndGoesOnLater() {
        browser.find("Message");
        offline(true);
        browser.type("Message", "Why?").keys(Keys.ENTER).sees("There is no answer.", "are you online?");
        offline(false);
        ollama.next("POST /api/chat", Said.text("Because."));
        browser.press("Try again").sees("Because.", "tokens/s");
    }

    private void offline(boolean wanted) {
        browser.driver().executeCdpCommand("Network.enable", Map.of());
        browser.driver()
                .executeCdpCommand(
                        "Network.emulateNetworkConditions",
                        Map.of("offline", wanted, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** One grey pixel. */
    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mM0MDD4DwADLQGgSqgGJAAAAABJRU5ErkJggg==";
}
