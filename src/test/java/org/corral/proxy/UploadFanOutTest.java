package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.corral.backend.Lease;
import org.corral.backend.LeaseRefusal;
import org.corral.backend.ServerRequirement;
import org.corral.proxy.FakeServers.FakeControl;
import org.corral.proxy.FakeServers.FakeLease;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseHead;
import org.corral.upstream.ResponseListener;
import org.corral.upstream.UpstreamRequest;
import org.junit.jupiter.api.Test;

class UploadFanOutTest {
    private static final UpstreamRequest REQUEST = new UpstreamRequest("POST", "/", List.of(), Optional.empty());
    private static final ResponseHead OK = new ResponseHead(200, 1, List.of());
    private static final ResponseHead BAD = new ResponseHead(400, 1, List.of());

    private final List<String> told = new ArrayList<>();
    private final List<Lease> decided = new ArrayList<>();
    private final FakeServers servers = new FakeServers();
    private final UploadFanOut fanOut = new UploadFanOut(new Body(), new Heard(), decided::add);
    private final FakeLease a = add();
    private final FakeLease b = add();

    private FakeLease add() {
        FakeLease lease = servers.lease(ServerRequirement.ANY, new Nobody());
        fanOut.add(lease, REQUEST);
        return lease;
    }

    private record Nobody() implements Lease.Owner {
        @Override
        public void admitted(Lease lease) {}

        @Override
        public void refused(LeaseRefusal why) {}
    }

    private record Body() implements RequestBody {
        @Override
        public long length() {
            return -1;
        }

        @Override
        public ByteBuffer next() {
            return ByteBuffer.allocate(0);
        }

        @Override
        public boolean isComplete() {
            return false;
        }

        @Override
        public boolean refill() {
            return false;
        }
    }

    /** What one listener is told of all servers. */
    private final class Heard implements ResponseListener {
        @Override
        public UpstreamRequest request() {
            return REQUEST;
        }

        @Override
        public void carriedBy(RequestControl carrier) {
            told.add("carried");
        }

        @Override
        public void head(ResponseHead head) {
            told.add("head " + head.status());
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
        public void end() {
            told.add("end");
        }

        @Override
        public void failed(Failure failure) {
            told.add("failed " + failure);
        }
    }

    private static void respond(FakeLease lease, ResponseHead head, String body) {
        lease.listener().head(head);
        lease.listener().body(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        lease.listener().drained();
        lease.listener().end();
    }

    @Test
    void nothingIsSentBeforeThereIsALeaseAtEachServer() {
        assertThat(a.done).isEmpty();
        fanOut.ask();
        assertThat(a.done).containsExactly("ask");
        assertThat(b.done).containsExactly("ask");
    }

    @Test
    void eachServerGetsTheBody() {
        fanOut.ask();
        UpstreamRequest first = a.listener().request();
        assertThat(first.method()).isEqualTo("POST");
        assertThat(first.body()).isPresent().isNotEqualTo(b.listener().request().body());
    }

    @Test
    void lastServerAnswersForAll() {
        fanOut.ask();
        respond(b, OK, "b");
        assertThat(told).isEmpty();
        assertThat(b.done).containsExactly("ask", "answered", "leave");
        respond(a, OK, "a");
        assertThat(told).containsExactly("head 200", "body a", "end", "drained");
        assertThat(decided).containsExactly(a);
    }

    @Test
    void firstObjectionDecidesForAll() {
        fanOut.ask();
        FakeControl other = b.carry();
        respond(a, BAD, "no");
        assertThat(told).containsExactly("carried", "head 400", "body no", "end", "drained");
        assertThat(decided).containsExactly(a);
        assertThat(other.done).endsWith("abort");
        assertThat(b.done).containsExactly("ask", "leave");
    }

    @Test
    void firstFailureDecidesForAll() {
        fanOut.ask();
        a.listener().failed(Failure.NO_ANSWER);
        assertThat(told).containsExactly("failed NO_ANSWER");
        assertThat(decided).containsExactly(a);
        respond(b, BAD, "late");
        assertThat(told).containsExactly("failed NO_ANSWER");
    }

    @Test
    void responseThatIsTooLongIsAFailure() {
        fanOut.ask();
        FakeControl carrier = a.carry();
        a.listener().head(OK);
        a.listener().body(ByteBuffer.allocate(64 << 10));
        a.listener().body(ByteBuffer.allocate(1));
        assertThat(told).containsExactly("carried", "failed MALFORMED");
        assertThat(carrier.done).containsExactly("abort");
    }

    @Test
    void allIsGivenBack() {
        fanOut.ask();
        FakeControl carrier = a.carry();
        fanOut.release();
        assertThat(carrier.done).containsExactly("abort");
        assertThat(a.done).endsWith("leave");
        assertThat(b.done).endsWith("leave");
    }

    @Test
    void whatComesTooLateIsGivenBackAtOnce() {
        fanOut.ask();
        fanOut.release();
        assertThat(a.carry().done).containsExactly("abort");
        assertThat(add().done).containsExactly("leave");
        respond(b, OK, "late");
        respond(a, OK, "late");
        assertThat(told).containsExactly("carried");
    }
}
