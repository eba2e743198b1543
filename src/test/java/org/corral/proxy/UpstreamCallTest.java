package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.corral.backend.LeaseRefusal;
import org.corral.body.RequestedModels;
import org.corral.http.FakeRequest;
import org.corral.ollama.ModelName;
import org.corral.proxy.FakeServers.FakeControl;
import org.corral.proxy.FakeServers.FakeLease;
import org.corral.settings.Role;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpstreamCallTest {
    private static final String CHAT = "/api/chat";
    private static final String PULL = "/api/pull";
    private static final ResponseHead OK = new ResponseHead(200, 1, List.of());
    private static final RequestedModels MODEL = RequestedModels.of(List.of("llama3.2"));
    private static final RequestBody BODY = new RequestBody() {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public ByteBuffer next() {
            return ByteBuffer.allocate(0);
        }

        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public boolean refill() {
            return false;
        }
    };

    private final FakeServers servers = new FakeServers();
    private final Phases phases = new Phases();
    private final Heard heard = new Heard();

    /** All that the owner of a call is told. */
    private final class Heard implements UpstreamCall.Owner {
        private final List<String> told = new ArrayList<>();
        private boolean objects;
        private Runnable whenServerEnds = () -> {};

        @Override
        public void sent(RequestControl carrier) {
            told.add("sent");
        }

        @Override
        public void head(ResponseHead head, boolean overlooked, boolean goesOn) {
            told.add("head " + head.status() + (overlooked ? " overlooked" : "") + (goesOn ? " goes on" : ""));
        }

        @Override
        public void body(ByteBuffer piece) {
            told.add("body " + StandardCharsets.UTF_8.decode(piece));
        }

        @Override
        public void drained() {
            told.add("drained");
        }

        @Override
        public boolean keepsPieces() {
            return true;
        }

        @Override
        public boolean endsBefore(String next) {
            told.add("ends before " + next);
            whenServerEnds.run();
            return !objects;
        }

        @Override
        public void end() {
            told.add("end");
            phases.delivering();
        }

        @Override
        public void noServer(LeaseRefusal why) {
            told.add("no server: " + why);
        }

        @Override
        public void failed(Failure failure) {
            told.add("failed " + failure);
        }
    }

    /** A call that waits for its first lease. */
    private UpstreamCall call(String method, String path, String... names) {
        AdmittedRequest admitted = Requests.admitted(Requests.caller(Role.ADMIN), path);
        List<String> all = names.length == 0 ? List.of("a") : List.of(names);
        UpstreamCall call = new UpstreamCall(
                method,
                admitted,
                TargetServers.of(admitted, all, all),
                servers,
                phases,
                new Failures(FakeRequest.of(method, path).build()),
                heard);
        call.take(MODEL, method.equals("POST") ? Optional.of(BODY) : Optional.empty());
        phases.bodyRead();
        phases.serverReady();
        call.begin();
        return call;
    }

    private FakeLease lease() {
        return servers.last();
    }

    /** The lease that the call waits for has come, and a connection. */
    private FakeControl carried() {
        return lease().admit().carry();
    }

    // ---- the way there and back

    @Test
    void requestWaitsForALeaseAndForAConnection() {
        UpstreamCall call = call("POST", CHAT);
        assertThat(lease().done).containsExactly("enter");
        assertThat(lease().requirement.model())
                .contains(ModelName.of("llama3.2").orElseThrow());
        assertThat(lease().requirement.server()).isEmpty();
        assertThat(phases.now()).isEqualTo(Phase.QUEUED);
        lease().admit();
        assertThat(lease().done).containsExactly("enter", "ask");
        assertThat(lease().listener()).isSameAs(call);
        assertThat(phases.now()).isEqualTo(Phase.QUEUED);
        lease().carry();
        assertThat(phases.now()).isEqualTo(Phase.SENT);
        assertThat(call.request().method()).isEqualTo("POST");
        assertThat(call.request().target()).isEqualTo(CHAT);
        assertThat(call.request().body()).contains(BODY);
        assertThat(heard.told).containsExactly("sent");
    }

    @Test
    void responseIsToldAsItComes() {
        UpstreamCall call = call("POST", CHAT);
        FakeControl carrier = carried();
        call.head(OK);
        assertThat(phases.now()).isEqualTo(Phase.STREAMING);
        call.body(ByteBuffer.wrap(new byte[] {'x'}));
        call.drained();
        assertThat(call.keepsPieces()).isTrue();
        call.end();
        assertThat(heard.told).containsExactly("sent", "head 200", "body x", "drained", "end");
        assertThat(lease().done).containsExactly("enter", "ask", "answered", "leave");
        assertThat(carrier.done).isEmpty();
    }

    @Test
    void placeIsFreeBeforeTheCallerHasTakenTheAnswer() {
        UpstreamCall call = call("POST", CHAT);
        carried();
        call.head(OK);
        call.end();
        assertThat(lease().done).endsWith("leave");
        assertThat(phases.now()).isEqualTo(Phase.DELIVERING);
    }

    @Test
    void flowIsHeldAtTheConnection() {
        UpstreamCall call = call("POST", CHAT);
        call.pause();
        FakeControl carrier = carried();
        call.pause();
        call.resume();
        assertThat(carrier.done).containsExactly("pause", "resume");
        assertThat(carrier.given).containsOnly(call);
    }

    @Test
    void serverIsAskedForItsModelsAfterAChange() {
        UpstreamCall call = call("POST", PULL);
        carried();
        call.head(OK);
        call.end();
        assertThat(lease().done).containsExactly("enter", "ask", "answered", "recheck", "leave");
    }

    @Test
    void redirectCountsAsNoResponse() {
        UpstreamCall call = call("POST", CHAT);
        carried();
        call.head(new ResponseHead(307, 1, List.of()));
        assertThat(heard.told).containsExactly("sent", "failed MALFORMED");
        assertThat(lease().done).containsExactly("enter", "ask", "answered", "failed MALFORMED");
    }

    // ---- failures

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"UNREACHABLE", "CONNECT_TIMED_OUT", "TLS_REFUSED"})
    void requestThatWasNotSentGoesToTheNextServer(Failure failure) {
        UpstreamCall call = call("POST", CHAT);
        lease().admit();
        call.failed(failure);
        assertThat(lease().done).containsExactly("enter", "ask", "failed " + failure, "next");
        assertThat(heard.told).isEmpty();
        assertThat(phases.now()).isEqualTo(Phase.QUEUED);
        carried();
        call.head(OK);
        call.end();
        assertThat(heard.told).containsExactly("sent", "head 200", "end");
    }

    @ParameterizedTest
    @EnumSource(LeaseRefusal.class)
    void ownerIsToldThatThereIsNoServer(LeaseRefusal why) {
        call("POST", CHAT);
        lease().refuse(why);
        assertThat(heard.told).containsExactly("no server: " + why);
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"NO_ANSWER", "STALE", "MALFORMED", "CUT"})
    void requestThatMayHaveBeenSentIsNotSentAgain(Failure failure) {
        UpstreamCall call = call("POST", CHAT);
        carried();
        call.failed(failure);
        assertThat(lease().done).containsExactly("enter", "ask", "failed " + failure);
        assertThat(heard.told).containsExactly("sent", "failed " + failure);
    }

    /** RFC 9112, 9.3.1. */
    @Test
    void safeRequestIsSentOnceMoreWhereAnOldConnectionWasClosed() {
        UpstreamCall call = call("GET", "/api/ps");
        carried();
        call.failed(Failure.STALE);
        assertThat(lease().done).containsExactly("enter", "ask", "ask");
        assertThat(heard.told).containsExactly("sent");
        lease().carry();
        assertThat(phases.now()).isEqualTo(Phase.SENT);
        call.failed(Failure.STALE);
        assertThat(lease().done).containsExactly("enter", "ask", "ask", "failed STALE");
        assertThat(heard.told).containsExactly("sent", "sent", "failed STALE");
    }

    // ---- several servers

    @Test
    void serversAreAskedOneAfterTheOther() {
        UpstreamCall call = call("POST", PULL, "a", "b");
        assertThat(lease().requirement.server()).contains("a");
        carried();
        call.head(OK);
        call.end();
        assertThat(servers.leases).hasSize(2);
        assertThat(lease().requirement.server()).contains("b");
        assertThat(servers.leases.get(0).done).containsExactly("enter", "ask", "answered", "recheck", "leave");
        assertThat(phases.now()).isEqualTo(Phase.QUEUED);
        carried();
        call.head(OK);
        call.end();
        assertThat(heard.told)
                .containsExactly("sent", "head 200 overlooked goes on", "ends before b", "sent", "head 200", "end");
    }

    @Test
    void serverThatObjectsIsTheLast() {
        UpstreamCall call = call("POST", PULL, "a", "b");
        carried();
        heard.objects = true;
        call.head(new ResponseHead(500, 1, List.of()));
        call.end();
        assertThat(servers.leases).hasSize(1);
        assertThat(heard.told).containsExactly("sent", "head 500 goes on", "ends before b", "end");
    }

    @Test
    void nextServerIsNotAskedForARequestThatIsSettledMeanwhile() {
        UpstreamCall call = call("POST", PULL, "a", "b");
        carried();
        call.head(OK);
        heard.whenServerEnds = phases::settle;
        call.end();
        assertThat(servers.leases).hasSize(1);
    }

    // ---- when the request is settled

    private void settle(UpstreamCall call) {
        phases.settle();
        call.release();
    }

    @Test
    void requestThatIsSettledLeavesTheQueue() {
        UpstreamCall call = call("POST", CHAT);
        settle(call);
        assertThat(lease().done).containsExactly("enter", "leave");
        lease().admit();
        assertThat(lease().done).as("a lease that comes too late").doesNotContain("ask");
        assertThat(lease().done).endsWith("leave");
    }

    @Test
    void connectionThatComesTooLateIsAborted() {
        UpstreamCall call = call("POST", CHAT);
        lease().admit();
        settle(call);
        FakeControl carrier = lease().carry();
        assertThat(carrier.done).containsExactly("abort");
        assertThat(carrier.given).containsExactly(call);
    }

    @Test
    void ollamaStopsWhenTheRequestIsSettled() {
        UpstreamCall call = call("POST", CHAT);
        FakeControl carrier = carried();
        call.head(OK);
        settle(call);
        assertThat(carrier.done).containsExactly("abort");
        assertThat(lease().done).containsExactly("enter", "ask", "answered", "leave");
    }

    @Test
    void requestThatIsSettledBeforeItBeginsAsksForNothing() {
        AdmittedRequest admitted = Requests.admitted(Requests.caller(Role.ADMIN), CHAT);
        UpstreamCall call = new UpstreamCall(
                "GET",
                admitted,
                TargetServers.of(admitted, List.of("a"), List.of("a")),
                servers,
                phases,
                new Failures(FakeRequest.of("GET", CHAT).build()),
                heard);
        settle(call);
        call.begin();
        assertThat(lease().done).startsWith("leave");
    }

    @Test
    void nothingIsToldOfARequestThatIsSettled() {
        UpstreamCall call = call("POST", CHAT);
        carried();
        settle(call);
        heard.told.clear();
        call.head(OK);
        call.end();
        call.failed(Failure.CUT);
        assertThat(heard.told).isEmpty();
        assertThat(lease().done).doesNotContain("failed CUT");
    }
}
