package org.corral.queue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request from when it asks for a place until it leaves. Guarded by the queue's lock. */
public final class Turn {
    static final Comparator<Turn> BY_ARRIVAL = Comparator.comparingLong(turn -> turn.number);

    /** Hears what becomes of the request. Called without a lock, by the thread that has decided. */
    public interface Owner {
        /** The request may be sent there. */
        void admitted(Place place);

        void refused(QueueRefusal why);

        /** An interactive request needs the place: cancel what was sent, then call {@link FairQueue#giveBack}. */
        void takenBack();
    }

    /** How far it has come. */
    enum State {
        NEW,
        WAITING,
        RUNNING,
        OVER
    }

    private final Demand demand;
    private final Standing standing;
    private final Owner owner;
    private final long number;
    private final long since;
    private final Set<String> tried = new HashSet<>();

    private State state = State.NEW;
    private @Nullable Line line; // where it waits
    private @Nullable ServerShare server; // where it runs, or ran last
    private double expected;
    private double cost; // at servers where it does not run any more
    private double mark;
    private int level;
    private long endings;
    private boolean loads;
    private boolean begun;
    private Recall recall = Recall.NONE;

    /** Whether it was taken back, which happens once. */
    enum Recall {
        NONE,
        ASKED,
        DONE
    }

    Turn(Demand demand, Standing standing, Owner owner, long number, long now) {
        this.demand = demand;
        this.standing = standing;
        this.owner = owner;
        this.number = number;
        this.since = now;
    }

    // ---- its way

    void wait(Line in) {
        state = State.WAITING;
        line = in;
    }

    /**
     * @param cost that is expected, in nanoseconds
     * @param first whether the model is taken not to be in memory, so that this request has it loaded
     */
    void run(ServerShare at, double cost, boolean first, long now) {
        state = State.RUNNING;
        line = null;
        server = at;
        tried.add(at.place().name());
        expected = cost;
        loads = first;
        mark = at.clock().reading(now);
        level = at.running(demand.key()) + 1;
        endings = at.endings();
    }

    /** @param charged at the server that it leaves, in nanoseconds */
    void leaves(double charged) {
        state = State.NEW;
        begun = false;
        cost += charged;
    }

    void end() {
        state = State.OVER;
    }

    /** Something of the answer has been sent to the caller: it can't be asked for again. */
    void begin() {
        begun = true;
    }

    void recall(Recall now) {
        recall = now;
    }

    boolean mayBeTakenBack() {
        return state == State.RUNNING && !begun && recall == Recall.NONE && demand.shareClass() == ShareClass.BATCH;
    }

    // ---- what it costs

    /** What it has cost at the server where it runs, in nanoseconds. */
    double charged(long now) {
        ServerShare at = server;
        return state == State.RUNNING && at != null ? at.clock().reading(now) - mark : 0;
    }

    /** What it has cost at all servers that it has left, in nanoseconds. */
    double cost() {
        return cost;
    }

    double reserved(long now) {
        return Math.max(expected, charged(now));
    }

    /** What this cost is to its person, by their weight and the request's class. */
    double weighted(double nanos) {
        return nanos / (demand.weight() * demand.shareClass().weight());
    }

    // ---- what it is

    Demand demand() {
        return demand;
    }

    Standing standing() {
        return standing;
    }

    Owner owner() {
        return owner;
    }

    Destination destination() {
        return new Destination(demand.key(), demand.server(), tried);
    }

    boolean hasTried() {
        return !tried.isEmpty();
    }

    void forgetTried() {
        tried.clear();
    }

    State state() {
        return state;
    }

    @Nullable
    Line line() {
        return line;
    }

    @Nullable
    ServerShare server() {
        return server;
    }

    Recall recall() {
        return recall;
    }

    /** How many ran with its runner key when it was let in, with itself. */
    int level() {
        return level;
    }

    /** How many requests had ended at its server when it was let in. */
    long endings() {
        return endings;
    }

    /** Whether it came first, so that its model had to be loaded. */
    boolean hasLoaded() {
        return loads;
    }

    long number() {
        return number;
    }

    long since() {
        return since;
    }
}
