package org.corral.proxy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.corral.backend.Lease;
import org.corral.backend.LeaseRefusal;
import org.corral.backend.ServerRequirement;
import org.corral.settings.OllamaServer;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseListener;
import org.jspecify.annotations.Nullable;

/** Servers whose every step a test says: when one has room, when a connection is there. They note what is done to them. */
final class FakeServers implements UpstreamCall.Leases {
    final List<FakeLease> leases = new ArrayList<>();

    @Override
    public FakeLease lease(ServerRequirement requirement, Lease.Owner owner) {
        FakeLease lease = new FakeLease(requirement, owner);
        leases.add(lease);
        return lease;
    }

    FakeLease last() {
        return leases.get(leases.size() - 1);
    }

    static final class FakeLease implements Lease {
        final List<String> done = new ArrayList<>();
        final ServerRequirement requirement;
        private final Lease.Owner owner;
        private @Nullable ResponseListener listener;

        FakeLease(ServerRequirement requirement, Lease.Owner owner) {
            this.requirement = requirement;
            this.owner = owner;
        }

        /** A server has room. */
        FakeLease admit() {
            owner.admitted(this);
            return this;
        }

        void refuse(LeaseRefusal why) {
            owner.refused(why);
        }

        /** A connection carries what was asked last. */
        FakeControl carry() {
            FakeControl control = new FakeControl();
            listener().carriedBy(control);
            return control;
        }

        ResponseListener listener() {
            ResponseListener asked = listener;
            if (asked == null) {
                throw new AssertionError("nothing was asked");
            }
            return asked;
        }

        @Override
        public void enter() {
            done.add("enter");
        }

        @Override
        public void ask(ResponseListener given) {
            listener = given;
            done.add("ask");
        }

        @Override
        public OllamaServer server() {
            return OllamaServer.of(URI.create("http://127.0.0.1:11434"));
        }

        @Override
        public void answered() {
            done.add("answered");
        }

        @Override
        public void failed(Failure failure) {
            done.add("failed " + failure);
        }

        @Override
        public void recheck() {
            done.add("recheck");
        }

        @Override
        public void next() {
            done.add("next");
        }

        @Override
        public void leave() {
            done.add("leave");
        }
    }

    static final class FakeControl implements RequestControl {
        final List<String> done = new ArrayList<>();
        final List<ResponseListener> given = new ArrayList<>();

        private void done(String what, ResponseListener by) {
            done.add(what);
            given.add(by);
        }

        @Override
        public void abort(ResponseListener by) {
            done("abort", by);
        }

        @Override
        public void pause(ResponseListener by) {
            done("pause", by);
        }

        @Override
        public void resume(ResponseListener by) {
            done("resume", by);
        }

        @Override
        public void bodyGrew() {
            done.add("bodyGrew");
        }
    }
}
