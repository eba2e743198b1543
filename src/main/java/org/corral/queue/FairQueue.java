package org.corral.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;

/**
 * Lets requests in, as many as the servers answer at once. The person who has had the least of the servers' time comes first, and
 * among the requests of a person the first to come; a model is exchanged for another one only when that is due ({@link Gate}).
 *
 * <p>Thread-safe; nothing blocks. One lock guards all. Owners are told after it has been released, by the thread that has decided.
 */
public final class FairQueue implements Ticker.Listener {
    private static final double SECOND = 1e9;
    private static final long OUTLOOK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration LEAST_RETRY = Duration.ofSeconds(1);
    private static final Duration MOST_RETRY = Duration.ofSeconds(30);

    private final QueueRules rules;
    private final MonotonicClock clock;
    private final WaitingTurns waiting = new WaitingTurns();
    private final Standings standings = new Standings();
    private final Dispatcher dispatcher;
    private Outlook outlook = Outlook.EMPTY;
    private long outlookAt;
    private long arrivals;

    public FairQueue(Places places, QueueRules rules, MonotonicClock clock) {
        this.rules = rules;
        this.clock = clock;
        this.outlookAt = clock.nanos() - OUTLOOK_NANOS - 1;
        this.dispatcher = new Dispatcher(places, rules, waiting, standings, clock.nanos());
    }

    // ---- what a request asks for

    /** A request that waits for nothing until {@link #enter}. */
    public synchronized Turn turn(Demand demand, Turn.Owner owner) {
        long now = clock.nanos();
        return new Turn(demand, standings.of(demand.person(), now), owner, arrivals++, now);
    }

    /** Asks for a place; without effect once the request has left. */
    public void enter(Turn turn) {
        Decisions decisions = new Decisions();
        synchronized (this) {
            if (turn.state() == Turn.State.NEW) {
                enqueue(turn, decisions);
            }
        }
        decisions.tell();
    }

    /** Nothing was sent, since the server can't be reached: waits for another one. */
    public void next(Turn turn) {
        Decisions decisions = new Decisions();
        synchronized (this) {
            if (turn.state() == Turn.State.RUNNING) {
                ServerShare server = giveUp(turn);
                server.residency().forget();
                enqueue(turn, decisions);
            }
        }
        decisions.tell();
    }

    /** What was sent has been cancelled, as {@link Turn.Owner#takenBack} asked: waits again, in its old place. */
    public void giveBack(Turn turn) {
        Decisions decisions = new Decisions();
        synchronized (this) {
            if (turn.state() == Turn.State.RUNNING) {
                giveUp(turn);
                turn.recall(Turn.Recall.DONE);
                turn.forgetTried();
                enqueue(turn, decisions);
            }
        }
        decisions.tell();
    }

    /** Gives the place back, or stops waiting for one. No call has an effect afterwards. */
    public void leave(Turn turn) {
        Decisions decisions = new Decisions();
        synchronized (this) {
            Line line = turn.line();
            if (turn.state() == Turn.State.RUNNING) {
                giveUp(turn);
                turn.end();
                dispatcher.dispatch(decisions, clock.nanos());
            } else if (turn.state() == Turn.State.WAITING && line != null) {
                waiting.remove(turn, line);
                turn.end();
                dispatcher.dispatch(decisions, clock.nanos());
            } else {
                turn.end();
            }
        }
        decisions.tell();
    }

    // ---- what is learnt

    /** The answer has begun to come, and goes to the caller: the request is not taken back any more. */
    public void begun(Turn turn) {
        Decisions decisions = new Decisions();
        synchronized (this) {
            ServerShare server = turn.server();
            if (turn.state() == Turn.State.RUNNING && server != null) {
                turn.begin();
                server.begun(turn, clock.nanos());
                dispatcher.dispatch(decisions, clock.nanos());
            }
        }
        decisions.tell();
    }

    /** The last line of the answer has come. To be told before {@link #leave}. */
    public synchronized void answered(Turn turn, AnswerTimes times) {
        ServerShare server = turn.server();
        if (turn.state() == Turn.State.RUNNING && server != null) {
            server.answered(turn, times, clock.nanos());
        }
    }

    /** A server has said which models it has in memory. */
    public void loaded(Place place, Collection<String> models) {
        Decisions decisions = new Decisions();
        synchronized (this) {
            ServerShare server = dispatcher.share(place);
            server.residency().says(models, server.runningKeys());
            dispatcher.dispatch(decisions, clock.nanos());
        }
        decisions.tell();
    }

    @Override
    public void onTick(long now) {
        Decisions decisions = new Decisions();
        synchronized (this) {
            dispatcher.dispatch(decisions, clock.nanos());
            for (Optional<Turn> oldest = waiting.oldest();
                    oldest.isPresent()
                            && now - oldest.get().since() > rules.timeout().toNanos();
                    oldest = waiting.oldest()) {
                refuse(oldest.get(), timedOut(oldest.get()), decisions);
            }
        }
        decisions.tell();
    }

    // ---- all below with the lock held

    private void enqueue(Turn turn, Decisions decisions) {
        if (dispatcher.candidates(turn.destination()).isEmpty()) {
            decisions.refused(turn, turn.hasTried() ? QueueRefusal.NONE_LEFT : QueueRefusal.NO_SUCH_SERVER);
            dispatcher.dispatch(decisions, clock.nanos());
            return;
        }
        long now = clock.nanos();
        Demand demand = turn.demand();
        if (!turn.standing().isActive(demand.shareClass())) {
            standings.raiseFloor(waiting.first(), dispatcher.servers(), now);
            turn.standing().lift(demand.shareClass(), standings.floor(), rules.credit(), now);
            waiting.reorder(turn.standing(), now);
        }
        waiting.add(turn, now);
        dispatcher.dispatch(decisions, clock.nanos());
        if (turn.state() == Turn.State.WAITING) {
            if (waiting.size() > rules.length()) {
                refuse(turn, QueueRefusal.QUEUE_FULL, decisions);
            } else if (turn.standing().waiting() > rules.perPerson()) {
                refuse(turn, QueueRefusal.PERSON_HAS_TOO_MANY, decisions);
            }
        }
    }

    private void refuse(Turn turn, QueueRefusal why, Decisions decisions) {
        Line line = turn.line();
        if (line != null) {
            waiting.remove(turn, line);
        }
        decisions.refused(turn, why);
    }

    private QueueRefusal timedOut(Turn turn) {
        return dispatcher.mayRun(turn.standing()) ? QueueRefusal.WAITED_TOO_LONG : QueueRefusal.WAITED_FOR_OWN;
    }

    /** The place of a request comes free. */
    private ServerShare giveUp(Turn turn) {
        ServerShare server = turn.server();
        if (server == null) {
            throw new IllegalStateException("a request runs nowhere");
        }
        long now = clock.nanos();
        double cost = server.end(turn, now);
        turn.standing().end(turn, cost, now);
        turn.leaves(cost);
        standings.learn(turn, cost);
        waiting.reorder(turn.standing(), now);
        return server;
    }

    // ---- what others ask

    /** What a request has cost, in seconds of a server, once it has left. */
    public synchronized double seconds(Turn turn) {
        return turn.cost() / SECOND;
    }

    /** For how long a server has answered at least one request, in seconds. */
    synchronized double busySeconds(Place place) {
        return dispatcher.share(place).clock().busy(clock.nanos()) / SECOND;
    }

    /** Where a request stands; empty if it does not wait. May be a second old. */
    public synchronized Optional<QueuePosition> position(Turn turn) {
        if (turn.state() != Turn.State.WAITING) {
            return Optional.empty();
        }
        long now = clock.nanos();
        if (now - outlookAt > OUTLOOK_NANOS) {
            outlook = Outlook.of(waiting, standings);
            outlookAt = now;
        }
        // One who has come since is taken to be the last, until it is looked again.
        int position = Math.min(outlook.position(turn).orElse(waiting.size()), waiting.size());
        Duration estimate = dispatcher.rate().until(position, QueueRules.USUAL_COST);
        return Optional.of(new QueuePosition(position, waiting.size(), estimate));
    }

    /** When it is worth while to come again: in no less than a second, and no more than half a minute. */
    public synchronized Duration retryAfter() {
        Duration drained = dispatcher.rate().until(waiting.size(), QueueRules.USUAL_COST);
        Duration atLeast = drained.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : drained;
        return atLeast.compareTo(MOST_RETRY) > 0 ? MOST_RETRY : atLeast;
    }

    /** How many requests wait. */
    public synchronized int length() {
        return waiting.size();
    }
}
