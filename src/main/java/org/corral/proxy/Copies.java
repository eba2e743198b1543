package org.corral.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.corral.backend.Turn;
import org.corral.upstream.AnswerHead;
import org.corral.upstream.Connection;
import org.corral.upstream.Exchange;
import org.corral.upstream.Failure;
import org.corral.upstream.Question;
import org.corral.upstream.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * One upload to several servers at the same time, since it comes only once. To the exchange that they are all for it is as if one
 * server had answered: the last of them, or the first that objects or fails, after which the others are left. Thread-safe.
 */
final class Copies {
    private static final int MOST_TEXT = 64 << 10;

    private final Tee tee;
    private final Consumer<Turn> decided;

    private final List<Copy> copies = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param decided told whose answer it is, before that is given */
    Copies(RequestBody body, Consumer<Turn> decided) {
        this.tee = new Tee(body);
        this.decided = decided;
    }

    /** A place at one of the servers, where nothing is asked before there is one at each. */
    void add(Turn turn, Question bodiless) {
        Copy copy = new Copy(turn, bodiless);
        copies.add(copy);
        if (over.get()) {
            copy.release();
        }
    }

    /** Asks all. */
    void ask(Exchange exchange) {
        copies.forEach(copy -> copy.isFor(exchange));
        copies.forEach(Copy::ask);
    }

    /** Gives everything back. */
    void release() {
        over.set(true);
        copies.forEach(Copy::release);
    }

    /** The connections of the others are closed; {@link #release} gives back the place of this one. */
    private void decide(Copy by, Runnable word) {
        if (over.compareAndSet(false, true)) {
            decided.accept(by.turn);
            copies.stream().filter(copy -> copy != by).forEach(Copy::release);
            word.run();
        }
    }

    private final class Copy implements Exchange {
        private final Turn turn;
        private final Question question;
        private final Tee.Branch body = tee.branch();
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        private volatile @Nullable Exchange to;
        private volatile @Nullable Connection connection;
        private volatile @Nullable AnswerHead head;

        Copy(Turn turn, Question bodiless) {
            this.turn = turn;
            this.question = new Question(bodiless.method(), bodiless.target(), bodiless.fields(), Optional.of(body));
        }

        void isFor(Exchange exchange) {
            to = exchange;
        }

        void ask() {
            turn.ask(this);
        }

        void release() {
            Connection carrier = connection;
            if (carrier != null) {
                carrier.abort(this);
            }
            turn.leave();
        }

        @Override
        public Question question() {
            return question;
        }

        @Override
        public void carriedBy(Connection carrier) {
            connection = carrier;
            body.goesOver(carrier);
            exchange().carriedBy(carrier);
            if (over.get()) {
                carrier.abort(this);
            }
        }

        @Override
        public void head(AnswerHead answered) {
            head = answered;
            turn.answered();
        }

        /** It is a word or two. */
        @Override
        public void body(ByteBuffer piece) {
            if (text.size() + piece.remaining() > MOST_TEXT) {
                release();
                failed(Failure.MALFORMED);
            } else {
                text.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            }
        }

        @Override
        public void drained() {}

        @Override
        public void end() {
            body.close();
            turn.leave();
            AnswerHead answered = head;
            boolean last = answers.incrementAndGet() == copies.size();
            if (answered != null && (last || answered.status() >= 300)) {
                decide(this, () -> tell(answered));
            }
        }

        private void tell(AnswerHead answered) {
            Exchange exchange = exchange();
            exchange.head(answered);
            if (text.size() > 0) {
                exchange.body(ByteBuffer.wrap(text.toByteArray()));
            }
            exchange.end();
            exchange.drained();
        }

        @Override
        public void failed(Failure failure) {
            body.close();
            decide(this, () -> exchange().failed(failure));
        }

        private Exchange exchange() {
            Exchange given = to;
            if (given == null) {
                throw new IllegalStateException("not asked");
            }
            return given;
        }
    }
}
