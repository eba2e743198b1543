package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.corral.body.RequestedModels;
import org.corral.container.Presence;
import org.corral.http.FakeResponse;
import org.corral.ollama.RouteKind;
import org.corral.settings.Role;
import org.corral.settings.TimeoutSettings;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.Test;

class PresenceCheckTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String CHAT = "/api/chat";

    private Presence presence = Presence.THERE;
    private int looks;

    private final ManualClock clock = new ManualClock();
    private final KeepingStream stream = new KeepingStream();
    private final Download download = new Download(stream, 100, new Unheard(), new Unheard());
    private final Answer answer = new Answer(new FakeResponse().http(), download, CHAT, new Phases());
    private final PresenceCheck check = new PresenceCheck(
            new Timeouts(new TimeoutSettings(LONG, LONG, LONG, LONG, LONG, HEARTBEAT), RouteKind.ASK, clock),
            () -> {
                looks++;
                return presence;
            },
            answer,
            download,
            Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    private void requested(boolean streamed) {
        download.onWritePossible();
        answer.isFor(
                Requests.admitted(Requests.caller(Role.USER), CHAT).route(),
                new RequestedModels(List.of("llama3.2"), Optional.of(streamed), Set.of(), Set.of()));
    }

    private boolean hasLeftAfter(Duration time) {
        clock.advance(time);
        return check.hasLeft(clock.nanos());
    }

    private String taken() {
        return new String(stream.taken(), StandardCharsets.UTF_8);
    }

    @Test
    void callerIsLookedForOnceASecond() {
        requested(true);
        assertThat(hasLeftAfter(SECOND.minusNanos(1))).isFalse();
        assertThat(looks).isZero();
        assertThat(hasLeftAfter(Duration.ofNanos(1))).isFalse();
        assertThat(hasLeftAfter(Duration.ZERO)).isFalse();
        assertThat(looks).isEqualTo(1);
        assertThat(taken()).isEmpty();
    }

    @Test
    void callerWhoseConnectionIsGoneHasLeft() {
        requested(true);
        presence = Presence.GONE;
        assertThat(hasLeftAfter(Duration.ZERO)).as("not looked at yet").isFalse();
        assertThat(hasLeftAfter(SECOND)).isTrue();
        assertThat(taken()).isEmpty();
    }

    @Test
    void silentStreamBeatsWhenItIsTime() {
        requested(true);
        assertThat(hasLeftAfter(HEARTBEAT.minusNanos(1))).isFalse();
        assertThat(taken()).isEmpty();
        assertThat(hasLeftAfter(Duration.ofNanos(1))).isFalse();
        assertThat(taken()).contains("\"content\":\"\"").endsWith("\n");
    }

    @Test
    void beatsFollowEachOtherWhereTheServerTellsNothing() {
        requested(true);
        presence = Presence.UNTOLD;
        assertThat(hasLeftAfter(SECOND)).isFalse();
        assertThat(hasLeftAfter(HEARTBEAT)).isFalse();
        assertThat(hasLeftAfter(Duration.ofMillis(250))).isFalse();
        assertThat(hasLeftAfter(Duration.ofMillis(250))).isFalse();
        assertThat(hasLeftAfter(Duration.ofMillis(250))).isFalse();
        assertThat(taken().lines()).hasSize(3);
    }

    @Test
    void answerThatIsNoStreamDoesNotBeat() {
        requested(false);
        assertThat(hasLeftAfter(HEARTBEAT)).isFalse();
        assertThat(taken()).isEmpty();
    }

    /** Whether somebody is there shows in how the caller's side takes the beat. */
    @Test
    void callerWhoSendsNoMoreIsAskedByAHeartbeat() {
        requested(true);
        presence = Presence.HALF_CLOSED;
        assertThat(hasLeftAfter(SECOND)).isFalse();
        assertThat(taken()).contains("\"content\":\"\"");
    }

    @Test
    void callerWhoSendsNoMoreAndWantsNoStreamHasLeft() {
        requested(false);
        presence = Presence.HALF_CLOSED;
        assertThat(hasLeftAfter(SECOND)).isTrue();
    }

    @Test
    void callerWhoSendsNoMoreKeepsAStreamThatCanNotBeatAtPresent() throws Exception {
        requested(true);
        hasLeftAfter(HEARTBEAT);
        stream.slowDown();
        download.accept(ByteBuffer.wrap(new byte[] {'x'}));
        download.drain();
        presence = Presence.HALF_CLOSED;
        assertThat(hasLeftAfter(SECOND)).isFalse();
    }
}
