package org.corral.flow;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.Test;

class AsyncRequestTest {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ManualClock clock = new ManualClock();
    private final List<String> told = new ArrayList<>();
    private final FakeAsync server = new FakeAsync(FakeRequest.of("GET", "/").build(), new FakeResponse().http());
    private final AsyncRequest request =
            new AsyncRequest(server, clock, () -> told.add("server failed"), () -> told.add("over"));

    private void tickAfter(Duration time) {
        clock.advance(time);
        request.onTick(clock.nanos());
    }

    private void fail() throws Exception {
        server.listener().onError(server.event());
    }

    /** GlassFish does when it calls the listener. */
    @Test
    void serverThatCallsTheListenerCanNotSetTheStatus() {
        assertThat(server.listenersResponse()).isNotInstanceOf(HttpServletResponse.class);
    }

    @Test
    void requestIsGivenBackOnce() {
        request.complete();
        request.complete();
        assertThat(server.ends()).containsExactly("complete");
        assertThat(told).containsExactly("over");
    }

    @Test
    void requestThatTheServerEndsByItselfIsOver() throws Exception {
        server.listener().onComplete(server.event());
        request.complete();
        assertThat(server.ends()).isEmpty();
        assertThat(told).containsExactly("over");
    }

    @Test
    void requestThatTheServerHasEndedBeforeItSaysSoIsOverAsWell() {
        server.refuseWith(new IllegalStateException("it has ended"));
        request.complete();
        assertThat(told).containsExactly("over");
    }

    @Test
    void ownerIsToldThatTheServerFailsWhileTheRequestIsStillTheirs() throws Exception {
        fail();
        assertThat(told).containsExactly("server failed", "over");
        assertThat(server.ends()).containsExactly("complete");
        fail();
        assertThat(told).containsExactly("server failed", "over");
    }

    @Test
    void timeOutOfTheServerIsAFailure() throws Exception {
        server.listener().onTimeout(server.event());
        assertThat(told).containsExactly("server failed", "over");
    }

    @Test
    void requestThatIsLeftToTheServerIsEndedIfTheServerDoesNot() {
        tickAfter(GRACE);
        request.leaveToServer();
        tickAfter(GRACE);
        assertThat(server.ends()).isEmpty();
        tickAfter(Duration.ofNanos(1));
        assertThat(server.ends()).containsExactly("complete");
        assertThat(told).containsExactly("over");
        tickAfter(GRACE.multipliedBy(2));
        assertThat(server.ends()).containsExactly("complete");
    }

    @Test
    void requestThatIsLeftToTheServerIsOverWhenTheServerFails() throws Exception {
        request.leaveToServer();
        fail();
        assertThat(told).containsExactly("server failed", "over");
    }

    @Test
    void requestThatIsOursIsNeverOverdue() {
        tickAfter(Duration.ofDays(1));
        assertThat(server.ends()).isEmpty();
        assertThat(told).isEmpty();
    }

    // ---- dispatched

    @Test
    void requestThatIsDispatchedIsOver() throws Exception {
        assertThat(request.dispatch()).isTrue();
        assertThat(told).containsExactly("over");
        fail();
        assertThat(told).as("the error is another's").containsExactly("over");
        assertThat(request.dispatch()).isFalse();
        request.complete();
        assertThat(server.ends()).containsExactly("dispatch");
    }

    @Test
    void requestThatCanNotBeDispatchedIsGivenBack() {
        server.refuseWith(new IllegalStateException("too late"));
        assertThat(request.dispatch()).isFalse();
        assertThat(server.ends()).containsExactly("dispatch", "complete");
    }

    @Test
    void requestIsNotDispatchedByATomcatThatStops() {
        server.refuseWith(new UnsupportedOperationException("stopping"));
        assertThat(request.dispatch()).isFalse();
        assertThat(server.ends()).containsExactly("dispatch");
    }

    // ---- broken off

    /** The servlet throws, for the server to see, and the server reports that. */
    @Test
    void errorWhileTheRequestIsBrokenOffIsTheServletsOwn() throws Exception {
        request.breakOff();
        assertThat(server.ends()).containsExactly("dispatch");
        fail();
        assertThat(told).isEmpty();
        server.listener().onComplete(server.event());
        assertThat(told).containsExactly("over");
        assertThat(server.ends()).containsExactly("dispatch");
    }

    @Test
    void requestThatTheServerDoesNotBreakOffIsEnded() {
        request.breakOff();
        tickAfter(GRACE);
        assertThat(told).isEmpty();
        tickAfter(Duration.ofNanos(1));
        assertThat(server.ends()).containsExactly("dispatch", "complete");
        assertThat(told).containsExactly("over");
    }

    @Test
    void requestThatCanNotBeBrokenOffIsGivenBack() {
        server.refuseWith(new IllegalStateException("too late"));
        request.breakOff();
        assertThat(server.ends()).containsExactly("dispatch", "complete");
        assertThat(told).containsExactly("over");
    }

    @Test
    void requestIsBrokenOffInTimeByATomcatThatStops() {
        server.refuseWith(new UnsupportedOperationException("stopping"));
        request.breakOff();
        assertThat(told).isEmpty();
        tickAfter(GRACE.plusNanos(1));
        assertThat(told).containsExactly("over");
    }
}
