package org.corral.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private static final RunnerKey A = RunnerKey.of("a");
    private static final RunnerKey B = RunnerKey.of("b");
    private static final Duration LOAD = Duration.ofSeconds(3);

    private final VirtualTime time = new VirtualTime();
    private final List<VirtualRequest> requests = new ArrayList<>();

    private FairEntrance entrance = entrance(1, FairEntrance.RULES);

    private VirtualOllama ollama(int slots, int memory) {
        return new VirtualOllama(time, slots, memory, LOAD.toNanos());
    }

    private FairEntrance entrance(int slots, QueueRules rules) {
        return new FairEntrance(time, ollama(slots, 1), slots, rules);
    }

    private VirtualRequest ask(String person, ShareClass shareClass, RunnerKey key, int seconds) {
        VirtualRequest request = new VirtualRequest(person, shareClass, key, Duration.ofSeconds(seconds), time.now());
        requests.add(request);
        entrance.enter(request);
        return request;
    }

    private VirtualRequest ask(String person, RunnerKey key, int seconds) {
        return ask(person, ShareClass.INTERACTIVE, key, seconds);
    }

    private void flood(String person, RunnerKey key, int count, int seconds) {
        for (int i = 0; i < count; i++) {
            ask(person, key, seconds);
        }
    }

    private void runFor(int seconds) {
        time.runUntil(time.now() + Duration.ofSeconds(seconds).toNanos());
    }

    private static QueueRules rules(int length, int perPerson, int streams, Duration timeout) {
        QueueRules usual = FairEntrance.RULES;
        return new QueueRules(
                length, perPerson, streams, timeout, usual.modelWait(), usual.residency(), usual.credit());
    }

    // ---- the order

    @Test
    void oneRequestBesideAFloodWaitsForNoMoreThanWhatRuns() {
        flood("flood", A, 100, 10);
        runFor(60);
        VirtualRequest light = ask("light", A, 10);
        time.runToTheEnd();
        assertThat(Duration.ofNanos(light.waited())).isLessThanOrEqualTo(Duration.ofSeconds(10));
        assertThat(requests).allMatch(VirtualRequest::isAnswered);
    }

    @Test
    void requestsOfOnePersonKeepTheirOrder() {
        flood("ann", A, 20, 2);
        time.runToTheEnd();
        assertThat(requests).isSortedAccordingTo((one, other) -> Long.compare(one.end, other.end));
    }

    @Test
    void aloneAPersonMayHaveEverySlot() {
        entrance = entrance(4, FairEntrance.RULES);
        flood("ann", A, 4, 10);
        time.runToTheEnd();
        assertThat(Duration.ofNanos(time.now())).isLessThan(LOAD.plusSeconds(11));
    }

    /** Time that nobody used is not saved up: after an hour away one comes first, and then it is shared evenly. */
    @Test
    void whoWasAwayIsNoMoreThanTheCreditAhead() {
        flood("ann", A, 400, 10);
        runFor(3600);
        flood("ben", A, 100, 10);
        long before = answered("ben");
        long beforeAnn = answered("ann");
        runFor(600);
        long ahead = (answered("ben") - before) - (answered("ann") - beforeAnn);
        assertThat(ahead).isBetween(1L, 5L);
    }

    private long answered(String person) {
        return requests.stream()
                .filter(request -> request.person.equals(person) && request.isAnswered())
                .count();
    }

    /** Whoever has used much of late has no credit when they come back from a pause. */
    @Test
    void creditIsForThoseWhoHaveUsedLittle() {
        flood("ann", A, 1000, 2);
        flood("ben", A, 300, 2);
        runFor(1300);
        VirtualRequest ben = ask("ben", A, 2);
        flood("cleo", A, 1, 2);
        runFor(60);
        VirtualRequest cleo = requests.get(requests.size() - 1);
        assertThat(cleo.isAnswered()).isTrue();
        assertThat(cleo.waited()).isLessThanOrEqualTo(Duration.ofSeconds(4).toNanos());
        assertThat(ben.isAnswered()).isTrue();
        assertThat(ben.end).isGreaterThan(cleo.end);
    }

    // ---- classes

    @Test
    void batchGetsATenthBesideOthers() {
        for (int i = 0; i < 300; i++) {
            ask("batch", ShareClass.BATCH, A, 2);
            ask("ann", A, 2);
        }
        runFor(440);
        assertThat(answered("batch")).isBetween(15L, 25L);
    }

    /** A batch delays the chats of its owner by no more than it has really used. */
    @Test
    void batchOfOnesOwnDoesNotStopOnesChats() {
        for (int i = 0; i < 300; i++) {
            ask("ann", ShareClass.BATCH, A, 2);
        }
        runFor(300);
        flood("ben", A, 100, 2);
        VirtualRequest chat = ask("ann", A, 2);
        runFor(60);
        assertThat(chat.isAnswered()).isTrue();
        assertThat(chat.waited()).isLessThanOrEqualTo(Duration.ofSeconds(40).toNanos());
    }

    @Test
    void batchThatHasSentNothingIsTakenBackOnceForAChat() {
        VirtualRequest batch = ask("batch", ShareClass.BATCH, A, 100);
        runFor(10);
        VirtualRequest chat = ask("ann", A, 5);
        runFor(6);
        assertThat(chat.isAnswered()).isTrue();
        VirtualRequest second = ask("ben", A, 5);
        time.runToTheEnd();
        assertThat(batch.takenBack).isEqualTo(1);
        assertThat(batch.sent).isEqualTo(2);
        assertThat(batch.isAnswered()).isTrue();
        assertThat(second.end).isGreaterThan(batch.end);
    }

    @Test
    void batchThatHasBegunToAnswerStays() {
        VirtualRequest batch = ask("batch", ShareClass.BATCH, A, 100);
        runFor(10);
        entrance.begun(batch);
        VirtualRequest chat = ask("ann", A, 5);
        time.runToTheEnd();
        assertThat(batch.takenBack).isZero();
        assertThat(chat.end).isGreaterThan(batch.end);
    }

    // ---- models

    @Test
    void foreignModelGetsItsTurnThoughTheFloodGoesOn() {
        VirtualOllama ollama = ollama(2, 1);
        entrance = new FairEntrance(time, ollama, 0, FairEntrance.RULES);
        flood("flood", A, 300, 4);
        runFor(60);
        VirtualRequest light = ask("light", B, 4);
        time.runToTheEnd();
        assertThat(Duration.ofNanos(light.waited())).isLessThanOrEqualTo(LOAD.plusSeconds(4));
        assertThat(ollama.loads()).isEqualTo(3);
    }

    /** Also where the one who wants it has had more than the others. */
    @Test
    void nobodyWaitsForAModelMuchLongerThanItMayStay() {
        flood("ann", A, 1000, 4);
        flood("ben", B, 100, 4);
        runFor(200);
        VirtualRequest foreign = ask("ben", new RunnerKey("a", "num_ctx=8192"), 1);
        runFor(3600);
        assertThat(foreign.isAnswered()).isTrue();
    }

    @Test
    void modelsThatFitTogetherDoNotWaitForEachOther() {
        VirtualOllama ollama = ollama(1, 2);
        entrance = new FairEntrance(time, ollama, 1, FairEntrance.RULES);
        ask("ann", A, 1);
        time.runToTheEnd();
        ask("ann", B, 1);
        time.runToTheEnd();
        long loads = ollama.loads();
        flood("ann", A, 10, 4);
        flood("ben", B, 10, 4);
        long begun = time.now();
        time.runToTheEnd();
        assertThat(ollama.loads()).isEqualTo(loads);
        assertThat(Duration.ofNanos(time.now() - begun)).isLessThan(Duration.ofSeconds(82));
    }

    @Test
    void sameModelWithOtherOptionsIsAnotherOne() {
        VirtualOllama ollama = ollama(1, 2);
        entrance = new FairEntrance(time, ollama, 1, FairEntrance.RULES);
        for (int i = 0; i < 20; i++) {
            ask("ann", A, 1);
            ask("ben", new RunnerKey("a", "num_ctx=8192"), 1);
        }
        time.runToTheEnd();
        assertThat(requests).allMatch(VirtualRequest::isAnswered);
        assertThat(ollama.loads()).isLessThanOrEqualTo(4);
    }

    // ---- slots

    @Test
    void slotsAreLearntAndNeverOverrunByMoreThanOne() {
        VirtualOllama ollama = ollama(4, 1);
        entrance = new FairEntrance(time, ollama, 0, FairEntrance.RULES);
        flood("ann", A, 400, 10);
        time.runToTheEnd();
        assertThat(ollama.mostInside()).isEqualTo(1);
        // A hundred rounds of four, and what it takes to learn.
        assertThat(Duration.ofNanos(time.now())).isLessThan(Duration.ofSeconds(1040));
    }

    // ---- limits

    @Test
    void fullQueueRefusesTheNewest() {
        entrance = entrance(1, rules(3, 3, 10, Duration.ofMinutes(5)));
        flood("ann", A, 5, 10);
        assertThat(requests.get(4).why).isEqualTo(QueueRefusal.QUEUE_FULL);
        time.runToTheEnd();
        assertThat(requests.subList(0, 4)).allMatch(VirtualRequest::isAnswered);
    }

    @Test
    void floodLeavesRoomForOthersToWait() {
        entrance = entrance(1, rules(10, 3, 10, Duration.ofMinutes(5)));
        flood("flood", A, 8, 10);
        VirtualRequest ann = ask("ann", A, 10);
        assertThat(requests.subList(0, 4)).allMatch(request -> request.why == null);
        assertThat(requests.subList(4, 8)).allMatch(request -> request.why == QueueRefusal.PERSON_HAS_TOO_MANY);
        time.runToTheEnd();
        assertThat(ann.isAnswered()).isTrue();
    }

    @Test
    void personWithAsManyStreamsAsMayBeWaitsWhileOthersPass() {
        entrance = entrance(4, rules(10, 10, 2, Duration.ofSeconds(30)));
        flood("ann", A, 3, 60);
        VirtualRequest ben = ask("ben", A, 5);
        time.runToTheEnd();
        assertThat(requests.get(2).why).isEqualTo(QueueRefusal.WAITED_FOR_OWN);
        assertThat(ben.waited()).isLessThanOrEqualTo(LOAD.toNanos());
    }

    @Test
    void whoHasWaitedForLongIsRefused() {
        entrance = entrance(1, rules(10, 10, 10, Duration.ofSeconds(30)));
        flood("ann", A, 2, 60);
        time.runToTheEnd();
        assertThat(requests.get(1).why).isEqualTo(QueueRefusal.WAITED_TOO_LONG);
        assertThat(requests.get(1).sent).isZero();
    }

    @Test
    void whoLeavesWhileWaitingIsNeverSentAndInMidAnswerFreesThePlace() {
        flood("ann", A, 3, 60);
        entrance.leave(requests.get(1));
        runFor(10);
        entrance.leave(requests.get(0));
        time.runToTheEnd();
        assertThat(requests.get(1).sent).isZero();
        assertThat(requests.get(2).isAnswered()).isTrue();
        assertThat(Duration.ofNanos(time.now())).isLessThan(Duration.ofSeconds(75));
    }

    // ---- what is told

    @Test
    void positionAndEstimateAreTold() {
        flood("flood", A, 50, 10);
        runFor(100);
        VirtualRequest light = ask("light", A, 10);
        runFor(2);
        assertThat(entrance.position(light)).map(QueuePosition::position).isEqualTo(Optional.of(1));
        QueuePosition last = entrance.position(requests.get(49)).orElseThrow();
        assertThat(last.position()).isEqualTo(last.of());
        assertThat(last.estimate()).isBetween(Duration.ofSeconds(200), Duration.ofSeconds(600));
        assertThat(entrance.queue.retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void weightsOutOfRangeAreRefused() {
        for (double weight : new double[] {0, -1, 1000, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Demand("ann", weight, ShareClass.INTERACTIVE, A, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void timesThatCannotBeTrueAreNone() {
        assertThat(AnswerTimes.of(100, 10, 20, 30)).isPresent();
        assertThat(AnswerTimes.of(100, 60, 20, 30)).isEmpty();
        assertThat(AnswerTimes.of(-1, 0, 0, 0)).isEmpty();
        assertThat(AnswerTimes.of(100, -1, 0, 0)).isEmpty();
        assertThat(AnswerTimes.of(100, Long.MAX_VALUE, Long.MAX_VALUE, 0)).isEmpty();
    }
}
