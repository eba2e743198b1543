package org.corral;

import jakarta.servlet.ServletContext;
import org.corral.api.DrainHandler;
import org.corral.api.HealthApi;
import org.corral.api.Routes;
import org.corral.backend.Fleet;
import org.corral.container.StopNotice;
import org.corral.flow.FlowLimits;
import org.corral.http.ContextAttributes;
import org.corral.proxy.RunningRequests;
import org.corral.settings.Settings;
import org.corral.storage.Database;
import org.corral.storage.PeriodicTask;
import org.corral.timing.Ticker;
import org.corral.watch.DatabasePulse;
import org.corral.watch.Draining;
import org.corral.watch.Health;
import org.corral.watch.NodeState;

/** Builds what watches over this node: its state, its health, and the way in which it stops. */
final class NodeAssembly {
    private final NodeState state;
    private final Draining draining;
    private final DatabasePulse pulse;

    private NodeAssembly(NodeState state, Draining draining, DatabasePulse pulse) {
        this.state = state;
        this.draining = draining;
        this.pulse = pulse;
    }

    /** Hands each servlet and filter its part. Nothing runs yet. */
    static NodeAssembly put(
            ServletContext context,
            Settings settings,
            RunningRequests running,
            Database database,
            Fleet fleet,
            FlowLimits limits) {
        NodeState state = new NodeState();
        Ticker ticker = limits.ticker();
        Draining draining = new Draining(state, work(running), settings.stop().drainTime(), ticker.clock());
        ticker.add(draining);
        ContextAttributes.put(context, Draining.class, draining);
        DatabasePulse pulse = new DatabasePulse(database::ping, ticker.clock());
        ContextAttributes.put(
                context,
                HealthApi.class,
                new HealthApi(
                        new Routes(settings.http().maxJsonBody(), limits),
                        new Health(state, pulse, database.description(), fleet)));
        return new NodeAssembly(state, draining, pulse);
    }

    /** What is to end when this node is emptied. */
    static Draining.Work work(RunningRequests running) {
        return new Draining.Work() {
            @Override
            public int count() {
                return running.count();
            }

            @Override
            public void close() {
                running.close();
            }

            @Override
            public void open() {
                running.open();
            }

            @Override
            public void end() {
                running.end();
            }
        };
    }

    DrainHandler handler() {
        return new DrainHandler(draining);
    }

    /** From here on the database is asked whether it is there, the server tells of its stop, and the node counts as started. */
    Started start(ServletContext context) {
        StopNotice notice = StopNotice.of(context, draining::stop);
        PeriodicTask asking = PeriodicTask.start(
                "corral-database-pulse", DatabasePulse.EVERY, "The database does not answer at present", pulse);
        state.started();
        return new Started(draining, notice, asking);
    }

    /** What {@link #start} has started. */
    record Started(Draining draining, StopNotice notice, PeriodicTask asking) implements AutoCloseable {
        /** Waits for what runs, unless the server has told of the stop and that has been done. */
        @Override
        public void close() throws ReflectiveOperationException {
            draining.stop();
            try {
                notice.close();
            } finally {
                asking.close();
            }
        }
    }
}
