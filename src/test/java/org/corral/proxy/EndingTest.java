package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.body.BodyReader;
import org.corral.flow.FakeAsync;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.http.Refusal;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndingTest {
    private static final Refusal WHY = Refusal.of(502, "Ollama is away.");

    private final List<String> told = new ArrayList<>();
    private final KeepingStream stream = new KeepingStream();
    private final FakeResponse response = new FakeResponse();
    private final FakeAsync server =
            new FakeAsync(FakeRequest.of("POST", "/ollama/api/chat").build(), response.http());
    private final Download download = new Download(stream, 100, new Unheard(), new Unheard());
    private final Ending ending =
            new Ending(server, download, new ManualClock(), () -> told.add("server failed"), () -> told.add("over"));

    /** A body of which the caller may owe the rest. */
    private final class Body implements InboundBody {
        private final boolean owed;
        private Runnable then = () -> {};

        Body(boolean owed) {
            this.owed = owed;
        }

        @Override
        public Optional<BodyReader> reader() {
            return Optional.empty();
        }

        @Override
        public void begin() {}

        @Override
        public boolean isComplete() {
            return !owed;
        }

        @Override
        public OptionalLong owedSince() {
            return OptionalLong.empty();
        }

        @Override
        public boolean isOwed() {
            return owed;
        }

        @Override
        public void close() {
            told.add("body closed");
        }

        @Override
        public void leave(Runnable whenRead) {
            told.add("body left");
            then = whenRead;
        }
    }

    @Test
    void refusalIsTheWholeAnswerWhereNothingHasBegun() {
        ending.refuse(WHY, new Body(false));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.text()).contains("Ollama is away.");
        assertThat(response.header("Connection")).isEmpty();
        assertThat(server.ends()).containsExactly("complete");
        assertThat(told).containsExactly("body closed", "over");
    }

    /** RFC 9112, 9.6: else a reset may take the refusal from them. */
    @Test
    void callerWhoIsStillSendingIsReadForAWhile() {
        Body body = new Body(true);
        ending.refuse(WHY, body);
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.header("Connection")).contains("close");
        assertThat(response.header("Content-Length"))
                .as("the end is told by a chunk")
                .isEmpty();
        assertThat(server.ends()).isEmpty();
        assertThat(told).containsExactly("body left");
        body.then.run();
        assertThat(server.ends()).containsExactly("complete");
        assertThat(told).containsExactly("body left", "over");
    }

    @Test
    void answerThatHasBegunMeanwhileIsBrokenOff() {
        download.head(() -> {});
        ending.refuse(WHY, new Body(false));
        assertThat(response.text()).isEmpty();
        assertThat(server.ends()).containsExactly("dispatch");
        assertThat(told).containsExactly("body closed");
    }

    /** As on Open Liberty, on a thread that is noted with another request. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestEndsThoughTheServerFailsWithinTheRefusal(boolean owed) {
        FakeAsync fails = new FakeAsync(
                FakeRequest.of("POST", "/ollama/api/chat").build(), new HttpServletResponseWrapper(response.http()) {
                    @Override
                    public void setStatus(int status) {
                        throw new NullPointerException("the server's own");
                    }
                });
        Ending ends = new Ending(fails, download, new ManualClock(), () -> {}, () -> {});
        assertThatThrownBy(() -> ends.refuse(WHY, new Body(owed))).hasMessage("the server's own");
        assertThat(fails.ends()).containsExactly("dispatch");
        assertThat(told).containsExactly("body closed");
    }

    @Test
    void callerWhoTakesNotEvenARefusalIsLeftToTheServer() throws Exception {
        stream.slowDown();
        download.accept(ByteBuffer.wrap(new byte[] {'x'}));
        ending.refuse(WHY, new Body(true));
        assertThat(response.text()).isEmpty();
        assertThat(server.ends()).isEmpty();
        assertThat(told).containsExactly("body closed");
    }

    @Test
    void accessLogShowsThatTheCallerHasLeft() {
        ending.callerLeft();
        assertThat(response.status()).isEqualTo(499);
        assertThat(server.ends()).containsExactly("complete");
        assertThat(told).containsExactly("over");
    }

    @Test
    void callerWhoCanNotBeWrittenToIsLeftToTheServer() throws Exception {
        ending.abandon(new IOException("Broken pipe"));
        assertThat(response.status()).isEqualTo(499);
        assertThat(server.ends()).isEmpty();
        download.accept(ByteBuffer.wrap(new byte[] {'x'}));
        assertThat(stream.taken()).isEmpty();
    }

    @Test
    void nothingIsWrittenToAnAnswerThatIsBrokenOff() throws Exception {
        ending.breakOff();
        assertThat(server.ends()).containsExactly("dispatch");
        download.accept(ByteBuffer.wrap(new byte[] {'x'}));
        assertThat(stream.taken()).isEmpty();
    }
}
