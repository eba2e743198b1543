package org.corral.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.corral.backend.TestServers.named;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.corral.settings.QueueSettings;
import org.corral.timing.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionQueueTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ServerRequirement NO_PLACE = new ServerRequirement(Optional.empty(), Optional.empty(), false);

    private final ManualClock clock = new ManualClock();
    private final Ollama a = TestServers.server("a", 1, 2, clock);
    private final Ollama b = TestServers.server("b", 1, 1, clock);
    private final List<Request> requests = new ArrayList<>(); // in the order in which they came
    private final List<Request> admitted = new ArrayList<>();

    private AdmissionQueue queue(int length, Ollama... servers) {
        return new AdmissionQueue(List.of(servers), new QueueSettings(0, 100, length, TIMEOUT), clock);
    }

    private enum State {
        WAITS,
        LET_IN,
        REFUSED,
        LEFT
    }

    /** A request and what it has heard. */
    private final class Request implements Lease.Owner {
        private final QueuedLease lease;
        private State state = State.WAITS;
        private int admissions;
        private @Nullable LeaseRefusal refusal;

        Request(AdmissionQueue queue, ServerRequirement requirement) {
            lease = new QueuedLease(queue, requirement, this, server -> {});
        }

        Request enter() {
            requests.add(this);
            lease.enter();
            return this;
        }

        void leave() {
            state = State.LEFT;
            lease.leave();
        }

        void next() {
            state = State.WAITS;
            lease.next();
        }

        @Override
        public void admitted(Lease given) {
            assertThat(given).isSameAs(lease);
            assertThat(state).isEqualTo(State.WAITS);
            if (admissions == 0) {
                assertThat(requests.subList(0, requests.indexOf(this)))
                        .as("those who came before, and want the same")
                        .noneMatch(other -> other.state == State.WAITS
                                && other.admissions == 0
                                && other.lease.requirement().equals(lease.requirement()));
            }
            state = State.LET_IN;
            admissions++;
            admitted.add(this);
        }

        @Override
        public void refused(LeaseRefusal why) {
            assertThat(state).isEqualTo(State.WAITS);
            state = State.REFUSED;
            refusal = why;
        }

        String server() {
            return lease.server().name();
        }
    }

    private Request enter(AdmissionQueue queue) {
        return new Request(queue, ServerRequirement.ANY).enter();
    }

    @Test
    void asManyAreLetInAsTheServersTakeAndTheFirstToWaitIsTheNext() {
        AdmissionQueue queue = queue(10, a, b);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            requests.add(enter(queue));
        }
        assertThat(admitted).containsExactlyElementsOf(requests.subList(0, 3));
        assertThat(queue.length()).isEqualTo(3);

        requests.get(1).leave();
        assertThat(admitted).containsExactlyElementsOf(requests.subList(0, 4));
        requests.get(0).leave();
        assertThat(admitted).containsExactlyElementsOf(requests.subList(0, 5));
    }

    /** A request for a certain server does not keep others from theirs. */
    @Test
    void requestThatNoFreeServerSuitsIsPassedBy() {
        AdmissionQueue queue = queue(10, a, b);
        Request onB = new Request(queue, named("b")).enter();
        Request waitsForB = new Request(queue, named("b")).enter();
        Request any = enter(queue);
        assertThat(admitted).containsExactly(onB, any);
        assertThat(any.server()).isEqualTo("a");

        onB.leave();
        assertThat(admitted).containsExactly(onB, any, waitsForB);
    }

    @Test
    void requestThatFindsTheQueueFullIsRefused() {
        AdmissionQueue queue = queue(1, b);
        enter(queue);
        Request waits = enter(queue);
        assertThat(enter(queue).refusal).isEqualTo(LeaseRefusal.QUEUE_FULL);
        assertThat(waits.refusal).isNull();
        assertThat(queue.length()).isEqualTo(1);
    }

    /** Such as one for a list, which is answered at once and keeps no model busy. */
    @Test
    void requestThatTakesNoPlaceWaitsForNone() {
        AdmissionQueue queue = queue(0, b);
        Request chat = enter(queue);
        Request list = new Request(queue, NO_PLACE).enter();
        assertThat(list.server()).isEqualTo("b");
        assertThat(b.inFlight()).isEqualTo(2);

        chat.leave();
        assertThat(enter(queue).admissions).as("the list has left a place").isEqualTo(1);
        list.leave();
        assertThat(enter(queue).refusal).as("it gives no place back").isEqualTo(LeaseRefusal.QUEUE_FULL);
    }

    @Test
    void queueOfNoLengthLetsInOrRefuses() {
        AdmissionQueue queue = queue(0, b);
        assertThat(enter(queue).admissions).isEqualTo(1);
        assertThat(enter(queue).refusal).isEqualTo(LeaseRefusal.QUEUE_FULL);
    }

    @Test
    void requestWaitsForTheTimeoutAndNoLonger() {
        AdmissionQueue queue = queue(10, b);
        enter(queue);
        Request first = enter(queue);
        clock.advance(Duration.ofSeconds(1));
        Request second = enter(queue);

        clock.advance(TIMEOUT.minusSeconds(1));
        queue.onTick(clock.nanos()); // exactly the time-out: not yet
        assertThat(first.refusal).isNull();
        clock.advance(Duration.ofNanos(1));
        queue.onTick(clock.nanos());
        assertThat(first.refusal).isEqualTo(LeaseRefusal.WAITED_TOO_LONG);
        assertThat(second.refusal).isNull();
        assertThat(queue.length()).isEqualTo(1);
    }

    @Test
    void requestThatWasLetInHasAllTheTimeItWants() {
        AdmissionQueue queue = queue(10, b);
        Request running = enter(queue);
        clock.advance(TIMEOUT.multipliedBy(2));
        queue.onTick(clock.nanos());
        assertThat(running.refusal).isNull();
        assertThat(b.inFlight()).isEqualTo(1);
    }

    @Test
    void requestThatLeavesWhileItWaitsIsNeverLetIn() {
        AdmissionQueue queue = queue(10, b);
        Request running = enter(queue);
        Request leaves = enter(queue);
        Request stays = enter(queue);
        leaves.leave();
        assertThat(queue.length()).isEqualTo(1);
        running.leave();
        assertThat(admitted).containsExactly(running, stays);
        assertThat(leaves.admissions).isZero();
        assertThat(leaves.refusal).isNull();
    }

    @Test
    void leaseThatWasLeftTakesNoPlace() {
        AdmissionQueue queue = queue(10, b);
        Request left = new Request(queue, ServerRequirement.ANY);
        left.leave();
        left.enter();
        assertThat(left.admissions).isZero();
        assertThat(b.inFlight()).isZero();
    }

    @Test
    void placeIsGivenBackOnce() {
        AdmissionQueue queue = queue(10, a);
        Request first = enter(queue);
        enter(queue);
        first.leave();
        first.leave();
        first.lease.next();
        assertThat(a.inFlight()).isEqualTo(1);
    }

    @Test
    void nextServerIsTriedUntilNoneIsLeft() {
        AdmissionQueue queue = queue(10, a, b);
        Request request = enter(queue);
        assertThat(request.server()).isEqualTo("a");
        request.next();
        assertThat(request.admissions).isEqualTo(2);
        assertThat(request.server()).isEqualTo("b");
        assertThat(a.inFlight()).isZero();
        request.next();
        assertThat(request.refusal).isEqualTo(LeaseRefusal.NONE_LEFT);
        assertThat(b.inFlight()).isZero();
    }

    /** The place is free for a request that waits before the one that leaves it looks for another. */
    @Test
    void placeThatIsLeftForTheNextServerGoesToTheFirstThatWaits() {
        AdmissionQueue queue = queue(10, a, b);
        Request first = enter(queue);
        Request second = enter(queue);
        Request third = enter(queue);
        Request fourth = enter(queue);
        assertThat(List.of(first.server(), second.server(), third.server())).containsExactly("a", "b", "a");
        first.next();
        assertThat(fourth.server()).isEqualTo("a");
        assertThat(first.admissions).isEqualTo(1);
        second.leave();
        assertThat(first.admissions).isEqualTo(2);
        assertThat(first.server()).isEqualTo("b");
    }

    @Test
    void serverThatIsNotThereIsRefused() {
        assertThat(new Request(queue(10, a), named("x")).enter().refusal).isEqualTo(LeaseRefusal.NO_SUCH_SERVER);
    }

    /** Nobody leaves a server that comes back. */
    @Test
    void serverThatComesBackTakesThoseWhoWait() {
        b.health().down("status 500");
        AdmissionQueue queue = queue(10, a, b);
        enter(queue);
        enter(queue);
        Request waits = enter(queue);
        b.health().answered();
        assertThat(waits.admissions).isZero();
        queue.onTick(clock.nanos());
        assertThat(waits.server()).isEqualTo("b");
    }

    @Test
    void leaseKnowsNoServerBeforeItIsLetIn() {
        QueuedLease lease = new Request(queue(10, a), ServerRequirement.ANY).lease;
        assertThatThrownBy(lease::server).isInstanceOf(IllegalStateException.class);
    }

    // ---- whatever comes, in whatever order

    private enum Kind {
        ENTER,
        ENTER_FOR_B,
        LEAVE,
        NEXT,
        TICK,
        TIME_PASSES
    }

    private record Operation(Kind kind, int which) {}

    @Provide
    Arbitrary<List<Operation>> operations() {
        Arbitrary<Kind> kinds = Arbitraries.of(
                Kind.ENTER,
                Kind.ENTER,
                Kind.ENTER_FOR_B,
                Kind.LEAVE,
                Kind.LEAVE,
                Kind.NEXT,
                Kind.TICK,
                Kind.TIME_PASSES);
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 100))
                .as(Operation::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 500)
    void noServerGetsMoreThanItsLimitAndNoPlaceIsLost(@ForAll("operations") List<Operation> operations) {
        AdmissionQueue queue = queue(3, a, b);
        for (Operation operation : operations) {
            run(operation, queue);

            assertThat(a.inFlight()).isLessThanOrEqualTo(2);
            assertThat(b.inFlight()).isLessThanOrEqualTo(1);
            assertThat(a.inFlight() + b.inFlight()).isEqualTo(all(State.LET_IN).size());
            assertThat(queue.length()).isEqualTo(all(State.WAITS).size()).isLessThanOrEqualTo(3);
            assertThat(all(State.WAITS)).noneMatch(this::couldBeLetIn);
        }
        requests.forEach(Request::leave);
        assertThat(a.inFlight() + b.inFlight() + queue.length()).isZero();
    }

    private void run(Operation operation, AdmissionQueue queue) {
        switch (operation.kind()) {
            case ENTER -> enter(queue);
            case ENTER_FOR_B -> new Request(queue, named("b")).enter();
            case LEAVE -> any(operation, requests).ifPresent(Request::leave);
            case NEXT -> any(operation, all(State.LET_IN)).ifPresent(Request::next);
            case TICK -> queue.onTick(clock.nanos());
            case TIME_PASSES -> clock.advance(TIMEOUT.dividedBy(3));
        }
    }

    private static Optional<Request> any(Operation operation, List<Request> of) {
        return of.isEmpty() ? Optional.empty() : Optional.of(of.get(operation.which() % of.size()));
    }

    private List<Request> all(State state) {
        return requests.stream().filter(request -> request.state == state).toList();
    }

    private boolean couldBeLetIn(Request request) {
        return ServerSelection.candidates(
                        List.of(a, b), request.lease.requirement(), request.lease.tried(), clock.nanos())
                .stream()
                .anyMatch(Ollama::hasRoom);
    }

    private static AtomicInteger of(Map<String, AtomicInteger> counts, String server) {
        return Objects.requireNonNull(counts.get(server));
    }

    /** Each thread counts, before it gives a place back, how many have one. */
    @Test
    void severalThreadsNeverHaveMorePlacesThanThereAre() throws Exception {
        int each = 3000;
        AdmissionQueue queue = queue(100, a, b);
        Map<String, AtomicInteger> inside = Map.of("a", new AtomicInteger(), "b", new AtomicInteger());
        Map<String, AtomicInteger> most = Map.of("a", new AtomicInteger(), "b", new AtomicInteger());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Semaphore done = new Semaphore(0);
        Lease.Owner owner = new Lease.Owner() {
            @Override
            public void admitted(Lease lease) {
                String server = lease.server().name();
                int now = of(inside, server).incrementAndGet();
                of(most, server).accumulateAndGet(now, Math::max);
                threads.execute(() -> {
                    of(inside, server).decrementAndGet();
                    lease.leave();
                    done.release();
                });
            }

            @Override
            public void refused(LeaseRefusal why) {
                done.release();
            }
        };
        try {
            for (int i = 0; i < 2 * each; i++) {
                threads.execute(() -> new QueuedLease(queue, ServerRequirement.ANY, owner, server -> {}).enter());
            }
            assertThat(done.tryAcquire(2 * each, 60, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(most.get("a")).hasValueBetween(1, 2);
        assertThat(most.get("b")).hasValueBetween(0, 1);
        assertThat(a.inFlight() + b.inFlight() + queue.length()).isZero();
    }
}
