package org.corral.proxy;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.corral.backend.Lease;
import org.corral.backend.LeaseRefusal;
import org.corral.backend.ServerRequirement;
import org.corral.body.RequestedModels;
import org.corral.body.WholeBody;
import org.corral.ollama.ModelName;
import org.corral.ollama.RouteKind;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseHead;
import org.corral.upstream.ResponseListener;
import org.corral.upstream.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request to Ollama: it waits for a lease, is sent, and its response comes back. It goes to another server where one can't be
 * reached, and to each server where it is for all: to one after the other, or to all at the same time if its body comes only once.
 * A request that may have arrived is never sent twice.
 *
 * <p>It has no lock: what can change is set by the thread that moves the request on to the next {@link Phase}, before it does.
 * {@link #release} may come at any time on any thread. So each step that acquires something stores it first, and then looks whether
 * the phase still wants it; {@link #release} is called after the phase has changed.
 */
final class UpstreamCall implements Lease.Owner, ResponseListener, Download.Source {

    /** Hears how the call goes. All methods but {@link #sent} and {@link #noServer} are called on the thread of a loop, one at a time. */
    interface Owner {
        /** A connection carries the request. On any thread, with the lock of the connection held. */
        void sent(RequestControl carrier);

        /**
         * A server has begun to respond.
         *
         * @param overlooked whether the caller need not be told; see {@link TargetServers#overlooks}
         * @param goesOn whether another server is to be asked after this one
         */
        void head(ResponseHead head, boolean overlooked, boolean goesOn);

        /** A piece of the response, as {@link ResponseListener#body}. */
        void body(ByteBuffer piece);

        /** As {@link ResponseListener#drained}. */
        void drained();

        /** As {@link ResponseListener#keepsPieces}. */
        boolean keepsPieces();

        /**
         * The response of a server is complete, and another one would be next.
         *
         * @param next its name; "" if any will do
         * @return whether that is to be asked
         */
        boolean endsBefore(String next);

        /** The response is complete, and the last. */
        void end();

        /** No server can be had. On any thread. */
        void noServer(LeaseRefusal why);

        /** There is no response, or only a part of it. */
        void failed(Failure failure);
    }

    /** The source of leases. */
    interface Leases {
        Lease lease(ServerRequirement requirement, Lease.Owner owner);
    }

    private final String method;
    private final AdmittedRequest admitted;
    private final TargetServers targets;
    private final Leases leases;
    private final Phases phases;
    private final Failures failures;
    private final Owner owner;

    private volatile Optional<ModelName> model = Optional.empty();
    private volatile Supplier<Optional<RequestBody>> body = Optional::empty;
    private volatile @Nullable UploadFanOut fanOut; // if it goes to several at the same time
    private volatile @Nullable UpstreamRequest request;
    private volatile @Nullable Lease lease;
    private volatile @Nullable RequestControl carrier;
    private volatile boolean sentAgain;

    UpstreamCall(
            String method,
            AdmittedRequest admitted,
            TargetServers targets,
            Leases leases,
            Phases phases,
            Failures failures,
            Owner owner) {
        this.method = method;
        this.admitted = admitted;
        this.targets = targets;
        this.leases = leases;
        this.phases = phases;
        this.failures = failures;
        this.owner = owner;
    }

    /** The body has been read. */
    void take(RequestedModels requested, Optional<RequestBody> given) {
        model = requested.models().stream().findFirst().flatMap(name -> ModelName.readings(name).stream()
                .findFirst());
        RequestBody sent = targets.isForSeveral() ? given.orElse(null) : null;
        if (sent instanceof Upload upload) {
            fanOut = new UploadFanOut(upload, this, decisive -> lease = decisive);
        } else if (sent instanceof WholeBody whole) {
            body = () -> Optional.of(whole.repeated());
        } else {
            body = () -> given;
        }
    }

    // ---- to a server

    /** Asks for a lease at the next server. */
    void begin() {
        carrier = null;
        Optional<RequestBody> sent = body.get();
        request = new UpstreamRequest(method, admitted.target(), admitted.fieldsFor(sent), sent);
        Lease next = leases.lease(
                new ServerRequirement(model, targets.next(), admitted.route().answers()), this);
        // Stored before it is entered: all of the response may have come before that returns.
        lease = next;
        if (!phases.isOngoing()) {
            next.leave();
        }
        next.enter();
    }

    @Override
    public void admitted(Lease by) {
        UploadFanOut several = fanOut;
        if (!phases.isOngoing()) {
            by.leave();
        } else if (several == null) {
            by.ask(this);
        } else {
            several.add(by, request());
            if (targets.goesOn()) {
                begin();
            } else {
                several.ask();
            }
        }
    }

    @Override
    public void refused(LeaseRefusal why) {
        owner.noServer(why);
    }

    @Override
    public UpstreamRequest request() {
        return known(request);
    }

    @Override
    public void carriedBy(RequestControl by) {
        carrier = by;
        owner.sent(by);
        if (!phases.sent()) {
            by.abort(this);
        }
    }

    // ---- back from it

    @Override
    public void head(ResponseHead head) {
        known(lease).answered();
        if (HeaderPolicy.isRedirect(head)) {
            failed(Failure.MALFORMED);
        } else if (phases.streaming()) {
            owner.head(head, targets.overlooks(head.status()), targets.goesOn());
        }
    }

    @Override
    public void body(ByteBuffer piece) {
        owner.body(piece);
    }

    @Override
    public void drained() {
        owner.drained();
    }

    @Override
    public boolean keepsPieces() {
        return owner.keepsPieces();
    }

    @Override
    public void pause() {
        RequestControl by = carrier;
        if (by != null) {
            by.pause(this);
        }
    }

    /** Without effect between two servers. */
    @Override
    public void resume() {
        RequestControl by = carrier;
        if (by != null) {
            by.resume(this);
        }
    }

    @Override
    public void end() {
        if (!phases.isOngoing()) {
            return; // The answer was ended before.
        }
        Lease taken = known(lease);
        if (admitted.route().kind() == RouteKind.MANAGE) {
            taken.recheck();
        }
        // The next request may have the place before the caller has read all of this answer.
        taken.leave();
        if (!targets.goesOn() || !owner.endsBefore(targets.peek().orElse(""))) {
            owner.end();
        } else if (phases.queued()) {
            begin();
        }
    }

    @Override
    public void failed(Failure failure) {
        if (!phases.isOngoing()) {
            return;
        }
        Lease taken = known(lease);
        if (failure == Failure.STALE && request().isSafe() && !sentAgain && fanOut == null) {
            // RFC 9112, 9.3.1: the server may close an idle connection in the moment in which it is used again.
            sentAgain = true;
            taken.ask(this);
            return;
        }
        taken.failed(failure);
        if (!failure.isBeforeSending()) {
            owner.failed(failure);
            return;
        }
        failures.unreachable(taken.server(), failure);
        if (phases.queued()) {
            taken.next();
        }
    }

    /** Gives everything back; what Ollama has not answered yet it need not answer any more. The phase must have changed before. */
    void release() {
        RequestControl by = carrier;
        if (by != null) {
            by.abort(this);
        }
        Lease taken = lease;
        if (taken != null) {
            taken.leave();
        }
        UploadFanOut several = fanOut;
        if (several != null) {
            several.release();
        }
    }

    private static <T> T known(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the request has not asked for a lease yet");
        }
        return part;
    }
}
