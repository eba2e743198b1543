package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.corral.access.Caller;
import org.corral.body.PrivilegedOption;
import org.corral.body.RequestedModels;
import org.corral.http.FakeResponse;
import org.corral.http.Refusal;
import org.corral.settings.Role;
import org.corral.upstream.Field;
import org.corral.upstream.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer and its download, on a stream that takes what it is given at once, or when the test says so. */
class AnswerTest {
    private static final int WINDOW = 100;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Caller ADMIN = Requests.caller(Role.ADMIN);
    private static final String CHAT = "/api/chat";
    private static final String PULL = "/api/pull";
    private static final Refusal WHY = Refusal.of(502, "It is over.");
    private static final String LAST_LINE = "{\"error\":\"It is over.\"}\n";
    private static final String BEAT =
            "{\"model\":\"llama3.2\",\"created_at\":\"2026-01-02T03:04:05Z\",\"message\":{\"role\":\"assistant\","
                    + "\"content\":\"\"},\"done\":false}\n";
    private static final ResponseHead STREAM = head(200, "Content-Type", "application/x-ndjson");
    private static final ResponseHead EVENTS = head(200, "Content-Type", "text/event-stream");

    private final List<String> told = new ArrayList<>();
    private final KeepingStream stream = new KeepingStream();
    private final FakeResponse response = new FakeResponse();
    private final Phases phases = new Phases();
    private final Download download = new Download(
            stream,
            WINDOW,
            new Download.Source() {
                @Override
                public void pause() {
                    told.add("pause");
                }

                @Override
                public void resume() {
                    told.add("resume");
                }
            },
            new Download.Owner() {
                @Override
                public void started() {
                    told.add("started");
                    phases.serverReady();
                }

                @Override
                public void delivered() {
                    told.add("delivered");
                }

                @Override
                public void callerGone(Throwable failure) {
                    told.add("gone");
                }
            });

    private static ResponseHead head(int status, String... fields) {
        List<Field> all = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.add(new Field(fields[i], fields[i + 1]));
        }
        return new ResponseHead(status, 1, all);
    }

    /** The answer to a request that a connection carries. */
    private Answer answer(String path, Optional<Boolean> streamed) {
        Answer answer = new Answer(response.http(), download, path, phases);
        stream.setWriteListener(download);
        phases.bodyRead();
        answer.isFor(
                Requests.admitted(ADMIN, path).route(),
                new RequestedModels(List.of("llama3.2"), streamed, Set.of(), Set.of()));
        download.onWritePossible();
        phases.sent();
        return answer;
    }

    private Answer chat() {
        return answer(CHAT, Optional.empty());
    }

    private Answer begun(ResponseHead head) {
        Answer answer = chat();
        begin(answer, head);
        return answer;
    }

    private void begin(Answer answer, ResponseHead head) {
        phases.streaming();
        answer.head(head, false, false, false);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private String taken() {
        return new String(stream.taken(), StandardCharsets.UTF_8);
    }

    // ---- the response as it comes

    /** RFC 9112, 6.3: without chunks the end of the connection would be the end of the answer. */
    @Test
    void answerIsInChunksWhereTheConnectionIsClosedAfterIt() {
        Answer answer = chat();
        answer.closesTheConnection();
        begin(answer, STREAM);
        assertThat(response.header("Trailers")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 304})
    void answerThatEndsByItselfNeedsNoChunksWhereTheConnectionIsClosedAfterIt(int status) {
        Answer answer = chat();
        answer.closesTheConnection();
        begin(answer, status == 200 ? head(status, "Content-Length", "1") : head(status));
        assertThat(response.header("Trailers")).isEmpty();
    }

    @Test
    void responsePassesAsItComes() throws Exception {
        Answer answer = begun(STREAM);
        assertThat(answer.hasBegun()).isTrue();
        assertThat(answer.piece(bytes("{\"a\":"))).isFalse();
        assertThat(answer.piece(bytes("1}\n"))).isFalse();
        download.drain();
        assertThat(phases.now()).isEqualTo(Phase.STREAMING);
        answer.end();
        assertThat(phases.now()).isEqualTo(Phase.DELIVERING);
        download.drain();
        assertThat(taken()).isEqualTo("{\"a\":1}\n");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).contains("application/x-ndjson");
        assertThat(told).containsExactly("started", "delivered");
    }

    @Test
    void answerTellsWhatWasCutOutOfTheRequest() {
        Answer answer = new Answer(response.http(), download, CHAT, phases);
        answer.isFor(
                Requests.admitted(ADMIN, CHAT).route(),
                new RequestedModels(List.of(), Optional.empty(), Set.of(), Set.of(PrivilegedOption.KEEP_ALIVE)));
        assertThat(response.header("Corral-Cut")).contains("keep_alive");
    }

    @Test
    void nothingHasBegunBeforeTheResponse() {
        assertThat(chat().hasBegun()).isFalse();
    }

    @Test
    void callerWhoTakesNothingHoldsTheSource() throws Exception {
        Answer answer = begun(STREAM);
        stream.slowDown();
        answer.piece(bytes("kept\n"));
        answer.piece(bytes("x".repeat(WINDOW) + "\n"));
        assertThat(download.isBlocked()).isTrue();
        assertThat(told).containsExactly("started", "pause");
        stream.take();
        stream.take();
        assertThat(told).containsExactly("started", "pause", "resume");
        assertThat(taken()).isEqualTo("kept\n" + "x".repeat(WINDOW) + "\n");
        assertThat(download.isBlocked()).isFalse();
    }

    @Test
    void answerIsDeliveredWhenTheServerHasPassedOnAllOfIt() throws Exception {
        Answer answer = begun(STREAM);
        stream.slowDown();
        answer.piece(bytes("kept\n"));
        answer.end();
        download.drain();
        assertThat(told).containsExactly("started");
        stream.take();
        assertThat(told).containsExactly("started", "delivered");
    }

    @Test
    void nothingIsWrittenAfterTheEnd() throws Exception {
        Answer answer = begun(STREAM);
        answer.end();
        answer.piece(bytes("late\n"));
        download.drain();
        assertThat(taken()).isEmpty();
    }

    @Test
    void answerThatWasClosedTakesNoHead() {
        Answer answer = chat();
        download.close();
        begin(answer, head(418));
        assertThat(response.status()).isEqualTo(200);
    }

    // ---- heartbeats

    @Test
    void silentStreamBeginsWithAHeartbeat() {
        Answer answer = chat();
        assertThat(answer.isStreamed()).isTrue();
        assertThat(answer.beat(NOW)).isTrue();
        download.drain();
        assertThat(answer.hasBegun()).isTrue();
        assertThat(taken()).isEqualTo(BEAT);
        assertThat(response.header("Content-Type")).contains("application/x-ndjson");
        assertThat(response.header("X-Accel-Buffering")).contains("no");
    }

    @Test
    void answerThatIsNoStreamDoesNotBeat() {
        Answer answer = answer(CHAT, Optional.of(false));
        assertThat(answer.isStreamed()).isFalse();
        assertThat(answer.beat(NOW)).isFalse();
        assertThat(answer.hasBegun()).isFalse();
    }

    @Test
    void heartbeatNeverComesWithinALine() throws Exception {
        Answer answer = begun(STREAM);
        answer.piece(bytes("{\"open\":"));
        assertThat(answer.beat(NOW)).isFalse();
        answer.piece(bytes("1}\n"));
        assertThat(answer.beat(NOW)).isTrue();
        download.drain();
        assertThat(taken()).isEqualTo("{\"open\":1}\n" + BEAT);
    }

    @Test
    void heartbeatNeverComesWithinAnEvent() throws Exception {
        Answer answer = answer("/v1/chat/completions", Optional.of(true));
        begin(answer, EVENTS);
        answer.piece(bytes("data: 1\n"));
        assertThat(answer.beat(NOW)).isFalse();
        answer.piece(bytes("\n"));
        assertThat(answer.beat(NOW)).isTrue();
        download.drain();
        assertThat(taken()).isEqualTo("data: 1\n\n:\n\n");
    }

    @Test
    void callerWhoIsBehindGetsNoHeartbeat() throws Exception {
        Answer answer = begun(STREAM);
        stream.slowDown();
        answer.piece(bytes("kept\n"));
        download.drain();
        assertThat(answer.beat(NOW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "Content-Encoding"})
    void responseOfAKnownFormIsLeftAsItIs(String field) {
        Answer answer = begun(head(200, "Content-Type", "application/x-ndjson", field, "7"));
        assertThat(answer.beat(NOW)).isFalse();
        assertThat(answer.endWith(WHY)).isFalse();
    }

    @Test
    void completeAnswerDoesNotBeat() {
        Answer answer = begun(STREAM);
        answer.end();
        assertThat(answer.beat(NOW)).isFalse();
    }

    // ---- a response after a heartbeat

    @Test
    void streamGoesOnAfterAHeartbeat() throws Exception {
        Answer answer = chat();
        answer.beat(NOW);
        download.drain();
        // Ollama tells the length of a stream that it has written at once.
        begin(answer, head(200, "Content-Type", "application/x-ndjson", "Content-Length", "2"));
        answer.piece(bytes("1\n"));
        answer.end();
        download.drain();
        assertThat(taken()).isEqualTo(BEAT + "1\n");
        assertThat(response.header("Content-Length")).isEmpty();
        assertThat(told).containsExactly("started", "delivered");
    }

    @Test
    void errorAfterAHeartbeatBecomesTheLastLine() throws Exception {
        Answer answer = chat();
        answer.beat(NOW);
        begin(answer, head(404, "Content-Type", "application/json"));
        answer.piece(bytes("{\"error\":"));
        answer.piece(bytes("\"no such model\"}"));
        assertThat(answer.isError()).isTrue();
        answer.end();
        download.drain();
        assertThat(taken()).isEqualTo(BEAT + "{\"error\":\"no such model\"}\n");
        assertThat(response.status()).isEqualTo(200);
        assertThat(told).containsExactly("started", "delivered");
    }

    // ---- a last line of ours

    @Test
    void lastLineFollowsAtOnceWhereNoLineIsOpen() throws Exception {
        Answer answer = begun(STREAM);
        answer.piece(bytes("1\n"));
        assertThat(answer.endWith(WHY)).isTrue();
        assertThat(phases.now()).isEqualTo(Phase.DELIVERING);
        answer.piece(bytes("2\n"));
        download.drain();
        assertThat(taken()).isEqualTo("1\n" + LAST_LINE);
        assertThat(told).containsExactly("started", "delivered");
    }

    @Test
    void lastLineWaitsForTheEndOfTheLineThatIsOpen() throws Exception {
        Answer answer = begun(STREAM);
        answer.piece(bytes("{\"open\":"));
        assertThat(answer.endWith(WHY)).isTrue();
        assertThat(phases.now()).isEqualTo(Phase.STREAMING);
        assertThat(answer.piece(bytes("1}\n2\n3"))).as("nothing more is wanted").isTrue();
        assertThat(phases.now()).isEqualTo(Phase.DELIVERING);
        download.drain();
        assertThat(taken()).isEqualTo("{\"open\":1}\n" + LAST_LINE);
    }

    @Test
    void lastLineWaitsForTheEndOfTheEventThatIsOpen() throws Exception {
        Answer answer = answer("/v1/chat/completions", Optional.of(true));
        begin(answer, EVENTS);
        answer.piece(bytes("data: 1\n"));
        answer.endWith(WHY);
        answer.piece(bytes("\ndata: 2\n\n"));
        download.drain();
        assertThat(taken())
                .startsWith("data: 1\n\ndata: {\"error\"")
                .endsWith("\n\n")
                .doesNotContain("data: 2");
    }

    @Test
    void completeAnswerTakesNoLastLine() {
        Answer answer = begun(STREAM);
        answer.end();
        assertThat(answer.endWith(WHY)).isFalse();
    }

    @Test
    void answerThatHasNotBegunTakesNoLastLine() {
        assertThat(chat().endWith(WHY)).isFalse();
    }

    /** Whoever has settled the request ends it in another way. */
    @Test
    void settledRequestGetsNoLastLine() throws Exception {
        Answer answer = begun(STREAM);
        answer.piece(bytes("{\"open\":"));
        answer.endWith(WHY);
        phases.settle();
        assertThat(answer.piece(bytes("1}\n"))).isFalse();
        download.drain();
        assertThat(taken()).isEqualTo("{\"open\":1}\n");
        assertThat(told).containsExactly("started");
    }

    // ---- several servers

    @Test
    void responsesOfSeveralServersMakeOneStream() throws Exception {
        Answer answer = answer(PULL, Optional.empty());
        phases.streaming();
        answer.head(STREAM, true, true, false);
        answer.piece(bytes("{\"status\":\"success\"}\n"));
        assertThat(answer.isError()).isFalse();
        answer.endsBefore("b");
        phases.queued();
        phases.sent();
        phases.streaming();
        answer.head(STREAM, false, false, false);
        answer.piece(bytes("{\"status\":\"success\"}\n"));
        answer.end();
        download.drain();
        assertThat(taken())
                .isEqualTo("{\"status\":\"success\"}\n{\"status\":\"next server: b\"}\n{\"status\":\"success\"}\n");
        assertThat(told).containsExactly("started", "delivered");
    }

    @Test
    void errorWithinAStreamIsAnObjectionToTheNextServer() throws Exception {
        Answer answer = answer(PULL, Optional.empty());
        phases.streaming();
        answer.head(STREAM, true, true, false);
        answer.piece(bytes("{\"status\":\"pulling\"}\n{\"err"));
        assertThat(answer.isError()).isFalse();
        answer.piece(bytes("or\":\"no space\"}\n"));
        assertThat(answer.isError()).isTrue();
    }

    @Test
    void statusOfAnErrorIsAnObjectionToTheNextServer() {
        Answer answer = answer("/api/delete", Optional.empty());
        phases.streaming();
        answer.head(head(404, "Content-Type", "application/json", "Content-Length", "2"), false, true, false);
        assertThat(answer.isError()).isTrue();
    }

    @Test
    void successOfTheFirstServerIsNotToldUntilTheLastHasAnswered() throws Exception {
        Answer answer = answer("/api/delete", Optional.empty());
        phases.streaming();
        answer.head(head(200, "Content-Length", "1"), true, true, false);
        answer.piece(bytes("x"));
        assertThat(answer.hasBegun()).isFalse();
        answer.endsBefore("b");
        phases.queued();
        phases.sent();
        phases.streaming();
        answer.head(head(200, "Content-Length", "1"), false, false, false);
        answer.piece(bytes("y"));
        answer.end();
        download.drain();
        assertThat(taken()).isEqualTo("y");
    }

    /** Another server has done it, and the last one had nothing to do. */
    @Test
    void answerIsEmptyWhereTheLastServerIsOverlooked() throws Exception {
        Answer answer = answer("/api/delete", Optional.empty());
        phases.streaming();
        answer.head(head(404, "Content-Length", "9"), true, false, false);
        answer.piece(bytes("not found"));
        answer.end();
        download.drain();
        assertThat(taken()).isEmpty();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Length")).contains("0");
        assertThat(told).containsExactly("started", "delivered");
    }

    // ---- the last word of the download

    @Test
    void refusalTakesThePlaceOfAnAnswerThatHasNotBegun() throws Exception {
        chat();
        download.lastWord(() -> told.add("refused"));
        assertThat(told).containsExactly("started", "refused");
        assertThat(download.head(() -> told.add("head"))).isFalse();
    }

    @Test
    void refusalDoesNotMixWithAnAnswerThatHasBegun() {
        begun(head(200, "Content-Length", "7"));
        assertThatThrownBy(() -> download.lastWord(() -> told.add("refused")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(told).containsExactly("started");
    }

    @Test
    void refusalIsNotWrittenToACallerWhoTakesNothing() throws Exception {
        chat();
        stream.slowDown();
        download.accept(bytes("kept"));
        assertThatThrownBy(() -> download.lastWord(() -> told.add("refused"))).isInstanceOf(IOException.class);
        assertThat(told).containsExactly("started");
    }
}
