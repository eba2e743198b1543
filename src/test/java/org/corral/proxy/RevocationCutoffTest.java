package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.body.RequestedModels;
import org.corral.settings.LeastRole;
import org.corral.settings.RightSettings;
import org.corral.settings.Role;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.Test;

class RevocationCutoffTest {
    private static final Duration LAST_LINE_WITHIN = Duration.ofSeconds(10);
    private static final String EVERYBODY = "*";
    private static final String MODEL = "llama3.2";

    private Optional<Caller> now = Optional.of(Requests.caller(Role.USER));

    private final ManualClock clock = new ManualClock();
    private final Phases phases = new Phases();
    private final RunningRequests running = new RunningRequests(caller -> now, EVERYBODY, 100);

    private int cuts;
    private RevocationCutoff.Cause cutFor = RevocationCutoff.Cause.RIGHT_LOST;
    private boolean lastLineIsPossible = true;

    private RevocationCutoff cutoff(String path) {
        AdmittedRequest admitted = Requests.admitted(Requests.caller(Role.USER), path);
        LeastRole least = LeastRole.USER;
        ModelRule rule =
                new ModelRule(new RightSettings(List.of(), least, Duration.ofHours(1), least, least, least, false));
        return new RevocationCutoff(admitted, running, rule, phases, clock, cause -> {
            cutFor = cause;
            cuts++;
            return lastLineIsPossible;
        });
    }

    private RevocationCutoff chat() {
        RevocationCutoff cutoff = cutoff("/api/chat");
        cutoff.asked(RequestedModels.of(List.of(MODEL)));
        return cutoff;
    }

    private void goOn() {
        phases.bodyRead();
        phases.serverReady();
    }

    @Test
    void callerWhoMayStillKeepsTheAnswer() {
        goOn();
        assertThat(chat().review()).isTrue();
        assertThat(cuts).isZero();
    }

    @Test
    void callerWhoseSessionHasEndedLosesTheAnswer() {
        goOn();
        now = Optional.empty();
        assertThat(chat().review()).isFalse();
        assertThat(cuts).isEqualTo(1);
    }

    @Test
    void callerWhoseRoleNoLongerSufficesLosesTheAnswer() {
        goOn();
        now = Optional.of(Requests.caller(Role.PENDING));
        assertThat(chat().review()).isFalse();
    }

    @Test
    void callerWhoMayNotUseTheModelAnyMoreLosesTheAnswer() {
        goOn();
        now = Optional.of(Requests.caller(Role.USER, "another"));
        assertThat(chat().review()).isFalse();
        now = Optional.of(Requests.caller(Role.USER, MODEL));
        assertThat(chat().review()).isTrue();
    }

    /** What the request asks for is not known before, and it is looked at then anyway. */
    @Test
    void requestThatIsStillReceivedIsNotCut() {
        now = Optional.empty();
        RevocationCutoff cutoff = chat();
        assertThat(cutoff.review()).isTrue();
        phases.bodyRead();
        assertThat(cutoff.review()).isTrue();
        phases.serverReady();
        assertThat(cutoff.review()).isFalse();
    }

    @Test
    void answerThatEndsWithALastLineIsNotCutAgain() {
        goOn();
        now = Optional.empty();
        RevocationCutoff cutoff = chat();
        cutoff.review();
        assertThat(cutoff.review()).isTrue();
        assertThat(cuts).isEqualTo(1);
    }

    @Test
    void lastLineMustBeTakenInTime() {
        goOn();
        now = Optional.empty();
        RevocationCutoff cutoff = chat();
        clock.advance(Duration.ofHours(1));
        assertThat(cutoff.isOverdue(clock.nanos())).as("nothing was said").isFalse();
        cutoff.review();
        clock.advance(LAST_LINE_WITHIN);
        assertThat(cutoff.isOverdue(clock.nanos())).isFalse();
        clock.advanceNanos(1);
        assertThat(cutoff.isOverdue(clock.nanos())).isTrue();
    }

    @Test
    void answerThatWasCutWithoutALastLineIsNeverOverdue() {
        goOn();
        now = Optional.empty();
        lastLineIsPossible = false;
        RevocationCutoff cutoff = chat();
        cutoff.review();
        clock.advance(Duration.ofHours(1));
        assertThat(cutoff.isOverdue(clock.nanos())).isFalse();
    }

    @Test
    void runningRequestsOfAnAccountAreReviewedWhenItsRightsChange() {
        goOn();
        RevocationCutoff cutoff = chat();
        cutoff.enlist();
        now = Optional.empty();
        running.review("somebody else's id");
        assertThat(cuts).isZero();
        running.review(Requests.caller(Role.USER).id());
        assertThat(cuts).isEqualTo(1);
    }

    @Test
    void runningRequestsOfAllAccountsAreReviewedWhenEverybodysRightsChange() {
        goOn();
        chat().enlist();
        now = Optional.empty();
        running.review(EVERYBODY);
        assertThat(cuts).isEqualTo(1);
    }

    @Test
    void nodeThatTakesNoMoreEndsWhatWaitsForItsTurnAndNothingElse() {
        RevocationCutoff cutoff = chat();
        cutoff.enlist();
        running.close();
        assertThat(cuts).as("the body is being read").isZero();

        goOn();
        running.open();
        assertThat(cutoff.mayBegin()).isTrue();
        running.close();
        assertThat(cuts).isEqualTo(1);
        assertThat(cutFor).isEqualTo(RevocationCutoff.Cause.STOPPED);
    }

    @Test
    void requestThatComesToWaitAtANodeThatTakesNoMoreEnds() {
        goOn();
        running.close();
        assertThat(chat().mayBegin()).isFalse();
        assertThat(cutFor).isEqualTo(RevocationCutoff.Cause.STOPPED);
    }

    @Test
    void answerThatRunsGoesOnUntilAllAreEnded() {
        goOn();
        phases.sent();
        phases.streaming();
        RevocationCutoff cutoff = chat();
        cutoff.enlist();
        assertThat(running.count()).isEqualTo(1);
        running.close();
        assertThat(cuts).isZero();

        running.end();
        running.end();
        assertThat(cuts).as("the last line is said once").isEqualTo(1);
        assertThat(cutFor).isEqualTo(RevocationCutoff.Cause.STOPPED);
    }

    @Test
    void requestThatIsOverIsNotReviewed() {
        goOn();
        RevocationCutoff cutoff = chat();
        cutoff.enlist();
        cutoff.strikeOut();
        now = Optional.empty();
        running.review(Requests.caller(Role.USER).id());
        running.review(EVERYBODY);
        assertThat(cuts).isZero();
    }
}
