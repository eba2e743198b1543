package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.body.RequestedModels;
import org.corral.http.FakeBody;
import org.corral.http.FakeRequest;
import org.corral.http.Refusal;
import org.corral.settings.LingerSettings;
import org.corral.settings.Size;
import org.corral.timing.ManualClock;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two buffers of an upload, between a caller and a connection that a test plays. */
@Timeout(60)
class UploadBuffersTest {
    private static final int BOTH = 8;

    private final ManualClock clock = new ManualClock();
    private final FakeBody body = new FakeBody();
    private final Owner owner = new Owner();
    private final Carrier carrier = new Carrier();

    private static final class Owner implements InboundBody.Owner {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void understood(RequestedModels requested, Optional<RequestBody> given) {
            heard.add("understood");
        }

        @Override
        public void notTaken(Refusal why) {
            heard.add("notTaken");
        }

        @Override
        public void callerGone(Throwable failure) {
            heard.add("gone");
        }
    }

    private static final class Carrier implements RequestControl {
        private int calls;

        @Override
        public void bodyGrew() {
            calls++;
        }

        @Override
        public void abort(ResponseListener given) {
            throw new UnsupportedOperationException("abort");
        }

        @Override
        public void pause(ResponseListener given) {
            throw new UnsupportedOperationException("pause");
        }

        @Override
        public void resume(ResponseListener given) {
            throw new UnsupportedOperationException("resume");
        }
    }

    private Upload upload(long length) throws IOException {
        Upload upload = new Upload(
                body.request(FakeRequest.of("POST", "/"), length),
                BOTH,
                new LingerSettings(new Size(100), Duration.ofSeconds(5)),
                clock,
                owner);
        upload.begin();
        upload.goesOver(carrier);
        return upload;
    }

    /** As a connection sends that takes all at once. */
    private static String send(Upload upload) {
        StringBuilder sent = new StringBuilder();
        do {
            for (ByteBuffer piece = upload.next(); piece.hasRemaining(); piece = upload.next()) {
                sent.append(StandardCharsets.ISO_8859_1.decode(piece));
            }
        } while (!upload.isComplete() && upload.refill());
        return sent.toString();
    }

    @Test
    void connectionGetsAllOfTheBody() throws IOException {
        Upload upload = upload(20);
        assertThat(owner.heard).containsExactly("understood");
        assertThat(send(upload)).isEmpty();
        body.arrive("0123456789");
        assertThat(carrier.calls).isEqualTo(1);
        assertThat(send(upload)).isEqualTo("0123456789");
        assertThat(upload.isComplete()).isFalse();
        body.arrive("0123456789");
        assertThat(send(upload)).isEqualTo("0123456789");
        assertThat(upload.isComplete()).isTrue();
        assertThat(upload.isOwed()).isFalse();
    }

    /** A caller is read only as fast as Ollama takes. */
    @Test
    void noMoreIsReadThanTheBuffersHold() throws IOException {
        Upload upload = upload(100);
        body.arrive("0123456789abcdef");
        assertThat(body.taken()).isEqualTo("0123");
        ByteBuffer lent = upload.next();
        upload.refill();
        upload.refill();
        assertThat(body.taken()).isEqualTo("01234567");
        assertThat(upload.next()).as("while it is sent").isSameAs(lent);
        assertThat(StandardCharsets.ISO_8859_1.decode(lent).toString()).isEqualTo("0123");
        assertThat(StandardCharsets.ISO_8859_1.decode(upload.next()).toString()).isEqualTo("4567");
    }

    @Test
    void callerOwesNothingWhileTheBuffersAreFull() throws IOException {
        Upload upload = upload(100);
        body.arrive("0123");
        clock.advance(Duration.ofHours(1));
        assertThat(upload.owedSince()).isEmpty();
        long then = clock.nanos();
        upload.next();
        upload.refill();
        assertThat(upload.owedSince()).as("not for the time without room").isEqualTo(OptionalLong.of(then));
        assertThat(upload.lastTaken()).isEqualTo(OptionalLong.of(then));
    }

    @Test
    void bodyInChunksIsCompleteWhenItsEndHasBeenRead() throws IOException {
        Upload upload = upload(-1);
        body.arrive("01");
        assertThat(send(upload)).isEqualTo("01");
        assertThat(upload.isComplete()).isFalse();
        body.end();
        assertThat(carrier.calls).isEqualTo(2);
        assertThat(send(upload)).isEmpty();
        assertThat(upload.isComplete()).isTrue();
    }

    /** Else a connection would take what it has sent for all of the body, and carry another request. */
    @Test
    void bodyThatWasLeftIsNeverComplete() throws IOException {
        Upload upload = upload(10);
        body.arrive("0123");
        List<String> closed = new ArrayList<>();
        upload.leave(() -> closed.add("now"));
        assertThat(upload.next().hasRemaining()).isFalse();
        assertThat(upload.isComplete()).isFalse();
        assertThat(closed).isEmpty();
        body.arrive("456789");
        assertThat(closed).containsExactly("now");
        assertThat(upload.isComplete()).isFalse();
        assertThat(upload.next().hasRemaining()).isFalse();
    }

    @Test
    void completeBodyLeavesNothingToWaitFor() throws IOException {
        Upload upload = upload(2);
        body.arrive("01");
        List<String> closed = new ArrayList<>();
        upload.leave(() -> closed.add("now"));
        assertThat(closed).containsExactly("now");
    }

    @Test
    void callerWhoBreaksOffIsTold() throws IOException {
        upload(10);
        body.arrive("01");
        body.breakOff(new IOException("reset"));
        assertThat(owner.heard).containsExactly("understood", "gone");
    }
}
