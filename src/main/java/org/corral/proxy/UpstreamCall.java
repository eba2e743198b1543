package org.corral.proxy;

import java.util.Optional;
import java.util.function.Supplier;
import org.corral.backend.Fleet;
import org.corral.backend.Lease;
import org.corral.backend.ServerRequirement;
import org.corral.body.RequestedModels;
import org.corral.body.WholeBody;
import org.corral.ollama.ModelName;
import org.corral.ollama.RouteKind;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseListener;
import org.corral.upstream.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request to Ollama: to a server that is free, to the next where that one can't be reached, and to each where
 * it is for all: one after the other, or at the same time if its body comes only once. What is sent is never sent twice.
 */
final class UpstreamCall {
    private final String method;
    private final AdmittedRequest permission;
    private final Fleet fleet;
    private final TargetServers targets;

    private volatile Optional<ModelName> model = Optional.empty();
    private volatile Supplier<Optional<RequestBody>> body = Optional::empty;
    private volatile @Nullable UploadFanOut fanOut; // if it goes to several at the same time
    private volatile @Nullable UpstreamRequest request;
    private volatile @Nullable Lease lease;
    private volatile @Nullable RequestControl connection;
    private volatile boolean askedAgain;
    private volatile boolean answered; // wholly
    private volatile boolean released;
    private volatile Failure lastFailure = Failure.UNREACHABLE;

    UpstreamCall(String method, AdmittedRequest permission, Fleet fleet) {
        this.method = method;
        this.permission = permission;
        this.fleet = fleet;
        this.targets = TargetServers.of(permission, fleet.servers());
    }

    /** What is to be asked. */
    void take(RequestedModels requested, Optional<RequestBody> given) {
        model = requested.models().stream().findFirst().flatMap(name -> ModelName.readings(name).stream()
                .findFirst());
        RequestBody sent = targets.isForSeveral() ? given.orElse(null) : null;
        if (sent instanceof Upload upload) {
            fanOut = new UploadFanOut(upload, decisive -> lease = decisive);
        } else if (sent instanceof WholeBody whole) {
            body = () -> Optional.of(whole.repeated());
        } else {
            body = () -> given;
        }
    }

    /** Waits for a place at the next server. */
    void begin(Lease.Owner owner) {
        answered = false;
        connection = null;
        Optional<RequestBody> sent = body.get();
        request = new UpstreamRequest(method, permission.target(), permission.fieldsFor(sent), sent);
        Lease next = fleet.lease(new ServerRequirement(model, targets.next()), owner);
        // Known before it is asked for: the answer may be whole, and the turn after it begun, before that returns.
        lease = next;
        if (released) {
            next.leave();
        }
        next.enter();
    }

    /** Whether another server is to be asked after this one. */
    boolean goesOn() {
        return targets.goesOn();
    }

    /** Whether the caller is not told so; see {@link TargetServers#overlooks}. */
    boolean overlooks(int status) {
        return targets.overlooks(status);
    }

    /** The name of that one; "" if any will do. */
    String nextServer() {
        return targets.peek().orElse("");
    }

    void admitted(Lease admitted, ProxyExchange listener, boolean over) {
        UploadFanOut several = fanOut;
        if (over) {
            admitted.leave();
        } else if (several == null) {
            admitted.ask(listener);
        } else {
            several.add(admitted, request());
            if (targets.goesOn()) {
                begin(listener);
            } else {
                several.ask(listener);
            }
        }
    }

    void carriedBy(RequestControl carrier) {
        connection = carrier;
    }

    /** Whether a connection has it. */
    boolean isCarried() {
        return connection != null;
    }

    UpstreamRequest request() {
        return known(request);
    }

    void pause(ResponseListener listener) {
        RequestControl carrier = connection;
        if (carrier != null) {
            carrier.pause(listener);
        }
    }

    /** Without effect between two servers. */
    void resume(ResponseListener listener) {
        RequestControl carrier = connection;
        if (carrier != null) {
            carrier.resume(listener);
        }
    }

    /** Ollama has begun to answer, so it is up. */
    void answers() {
        known(lease).answered();
    }

    /** Ollama has answered wholly. The next request may have the place before the caller has read all of this answer. */
    void answered() {
        answered = true;
        Lease taken = known(lease);
        if (permission.route().kind() == RouteKind.MANAGE) {
            taken.recheck();
        }
        taken.leave();
    }

    /**
     * Tries elsewhere what has failed before it was sent, as far as that is possible.
     *
     * @return whether it goes on
     */
    boolean survives(Failure failure, ResponseListener listener, Failures failures) {
        lastFailure = failure;
        Lease taken = known(lease);
        if (failure == Failure.STALE && request().isSafe() && !askedAgain && fanOut == null) {
            // RFC 9112, 9.3.1: the server may close an idle connection in the moment in which it is used again.
            askedAgain = true;
            taken.ask(listener);
            return true;
        }
        taken.failed(failure);
        if (failure.isBeforeSending()) {
            failures.unreachable(taken.server(), failure);
            taken.next();
            return true;
        }
        return false;
    }

    Failure lastFailure() {
        return lastFailure;
    }

    /** Gives everything back; what Ollama has not answered yet it need not answer any more. */
    void release(ResponseListener listener) {
        released = true;
        RequestControl carrier = connection;
        if (carrier != null && !answered) {
            carrier.abort(listener);
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

    /** What must be there by now. */
    private static <T> T known(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("too early");
        }
        return part;
    }
}
