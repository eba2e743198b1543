package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A part of an answer is never passed off as the whole: what Ollama has broken off is broken off for the caller. */
@Tag("portable")
@Timeout(60)
class BrokenAnswerIT {
    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void ollamaDyingInMidStreamBreaksTheConnection(Death death) throws IOException {
        ollama.next(Behaviour.dieAfter(3, death));
        RawAnswer answer = gate.exchange(Chat.ndjson("A", 10).by(gate.user()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
        assertThat(answer.text()).doesNotContain("\"done\":true").doesNotContain("<html", "error");
        awaitOneLine(answer);
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void ollamaDyingInMidEventsBreaksTheConnection(Death death) throws IOException {
        ollama.next(Behaviour.dieAfter(3, death));
        RawAnswer answer = gate.exchange(Chat.events("A", 10).by(gate.user()));
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
        assertThat(answer.text()).doesNotContain("[DONE]");
        awaitOneLine(answer);
    }

    /** RFC 9112, 6.3: without chunks the end of the connection would be the end of the answer. */
    @ParameterizedTest
    @EnumSource(Death.class)
    void aBrokenAnswerIsNotWholeWhereTheCallerWantsTheConnectionClosed(Death death) throws IOException {
        ollama.next(Behaviour.dieAfter(3, death));
        Chat chat = Chat.ndjson("A", 10);
        RawAnswer answer = gate.exchange(
                RawClient.post(chat.path(), chat.body(), gate.user().bearer(), "Connection: close"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
        awaitOneLine(answer);
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void anAnswerShorterThanItsContentLengthBreaksTheConnection(Death death) throws IOException {
        ollama.next("GET /api/tags", Behaviour.dieInBody(death));
        RawAnswer answer = gate.get("/ollama/api/tags", gate.user().bearer());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isPresent();
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
        awaitOneLine(answer);
    }

    @Test
    void nonsenseInsteadOfAChunkBreaksTheConnection() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
        ollama.next(Behaviour.raw(head + "3\r\n{}\n\r\nno chunk\r\n"));
        RawAnswer answer = gate.exchange(Chat.ndjson("A", 3).by(gate.user()));
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
        awaitOneLine(answer);
    }

    /** The caller may be slow: what Ollama said before it died is theirs, then the connection breaks. */
    @Test
    void ollamaDyingAfterTheHeadBreaksTheConnectionAtOnce() throws IOException {
        CountDownLatch die = new CountDownLatch(1);
        ollama.next(Behaviour.holdAfter(1, die).and(Behaviour.dieAfter(1, Death.RESET)));
        try (RawClient client = gate.connect().send(Chat.ndjson("A", 3).by(gate.user()))) {
            client.readHead(SOON);
            assertThat(client.next(SOON).orElseThrow().text()).contains("A:0");
            die.countDown();
            assertThat(client.next(SOON)).isEmpty();
            assertThat(client.ending()).isEqualTo(Ending.BROKEN);
        } finally {
            die.countDown();
        }
    }

    @Test
    void othersAreServedAfterManyBrokenAnswers() throws IOException {
        for (int i = 0; i < 50; i++) {
            ollama.next(Behaviour.dieAfter(1, i % 2 == 0 ? Death.RESET : Death.CLOSE));
            assertThat(gate.exchange(Chat.ndjson("A", 3).by(gate.user())).ending())
                    .isEqualTo(Ending.BROKEN);
        }
        assertThat(gate.exchange(Chat.ndjson("B", 3).by(gate.user())).ending()).isEqualTo(Ending.CLEAN);
    }

    private void awaitOneLine(RawAnswer answer) {
        String id = answer.header("X-Request-Id").orElseThrow();
        assertThat(gate.awaitLog(id))
                .as("lines of the log about " + id)
                .singleElement()
                .asString()
                .contains("Ollama broke off");
    }
}
