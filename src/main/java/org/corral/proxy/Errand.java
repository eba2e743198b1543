package org.corral.proxy;

import java.util.Optional;
import java.util.function.Supplier;
import org.corral.backend.Fleet;
import org.corral.backend.Turn;
import org.corral.backend.Wish;
import org.corral.body.Asked;
import org.corral.body.WholeBody;
import org.corral.model.ModelName;
import org.corral.upstream.Connection;
import org.corral.upstream.Exchange;
import org.corral.upstream.Failure;
import org.corral.upstream.Question;
import org.corral.upstream.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request to Ollama: to a server that is free, to the next where that one can't be reached, and to each where
 * it is for all: one after the other, or at the same time if its body comes only once. What is sent is never sent twice.
 */
final class Errand {
    private final String method;
    private final Permission permission;
    private final Fleet fleet;
    private final Round round;

    private volatile Optional<ModelName> model = Optional.empty();
    private volatile Supplier<Optional<RequestBody>> body = Optional::empty;
    private volatile @Nullable Copies copies; // if it goes to several at the same time
    private volatile @Nullable Question question;
    private volatile @Nullable Turn turn;
    private volatile @Nullable Connection connection;
    private volatile boolean askedAgain;
    private volatile boolean answered; // wholly
    private volatile boolean released;
    private volatile Failure lastFailure = Failure.UNREACHABLE;

    Errand(String method, Permission permission, Fleet fleet) {
        this.method = method;
        this.permission = permission;
        this.fleet = fleet;
        this.round = Round.of(permission, fleet.servers());
    }

    /** What is to be asked. */
    void take(Asked asked, Optional<RequestBody> given) {
        model = asked.models().stream().findFirst().flatMap(name -> ModelName.readings(name).stream()
                .findFirst());
        RequestBody sent = round.isForSeveral() ? given.orElse(null) : null;
        if (sent instanceof Upload upload) {
            copies = new Copies(upload, decisive -> turn = decisive);
        } else if (sent instanceof WholeBody whole) {
            body = () -> Optional.of(whole.repeated());
        } else {
            body = () -> given;
        }
    }

    /** Waits for a place at the next server. */
    void begin(Turn.Owner owner) {
        answered = false;
        connection = null;
        Optional<RequestBody> sent = body.get();
        question = new Question(method, permission.target(), permission.fieldsFor(sent), sent);
        Turn next = fleet.turn(new Wish(model, round.next()), owner);
        // Known before it is asked for: the answer may be whole, and the turn after it begun, before that returns.
        turn = next;
        if (released) {
            next.leave();
        }
        next.enter();
    }

    /** Whether another server is to be asked after this one. */
    boolean goesOn() {
        return round.goesOn();
    }

    /** Whether the caller is not told so; see {@link Round#overlooks}. */
    boolean overlooks(int status) {
        return round.overlooks(status);
    }

    /** The name of that one; "" if any will do. */
    String nextServer() {
        return round.peek().orElse("");
    }

    void admitted(Turn admitted, ProxyExchange exchange, boolean over) {
        Copies several = copies;
        if (over) {
            admitted.leave();
        } else if (several == null) {
            admitted.ask(exchange);
        } else {
            several.add(admitted, question());
            if (round.goesOn()) {
                begin(exchange);
            } else {
                several.ask(exchange);
            }
        }
    }

    void carriedBy(Connection carrier) {
        connection = carrier;
    }

    /** Whether a connection has it. */
    boolean isCarried() {
        return connection != null;
    }

    Question question() {
        return known(question);
    }

    void pause(Exchange exchange) {
        Connection carrier = connection;
        if (carrier != null) {
            carrier.pause(exchange);
        }
    }

    /** Without effect between two servers. */
    void resume(Exchange exchange) {
        Connection carrier = connection;
        if (carrier != null) {
            carrier.resume(exchange);
        }
    }

    /** Ollama has begun to answer, so it is up. */
    void answers() {
        known(turn).answered();
    }

    /** Ollama has answered wholly. The next request may have the place before the caller has read all of this answer. */
    void answered() {
        answered = true;
        Turn taken = known(turn);
        if (permission.route().use() == Use.MANAGE) {
            fleet.recheck(taken.server());
        }
        taken.leave();
    }

    /**
     * Tries elsewhere what has failed before it was sent, as far as that is possible.
     *
     * @return whether it goes on
     */
    boolean survives(Failure failure, Exchange exchange, Failures failures) {
        lastFailure = failure;
        Turn taken = known(turn);
        if (failure == Failure.STALE && question().isSafe() && !askedAgain && copies == null) {
            // RFC 9112, 9.3.1: the server may close an idle connection in the moment in which it is used again.
            askedAgain = true;
            taken.ask(exchange);
            return true;
        }
        taken.failed(failure);
        if (failure.isBeforeTheQuestion()) {
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
    void release(Exchange exchange) {
        released = true;
        Connection carrier = connection;
        if (carrier != null && !answered) {
            carrier.abort(exchange);
        }
        Turn taken = turn;
        if (taken != null) {
            taken.leave();
        }
        Copies several = copies;
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
