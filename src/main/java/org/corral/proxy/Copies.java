package org.corral.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    // All below are guarded by this.
    private final List<Copy> copies = new ArrayList<>();
    private int answers;
    private boolean over;

    /** @param decided told whose answer it is, before that is given */
    Copies(RequestBody body, Consumer<Turn> decided) {
        this.tee = new Tee(body);
        this.decided = decided;
    }

    /** A place at one of the servers, where nothing is asked before there is one at each. */
    void add(Turn turn, Question bodiless) {
        Copy copy = new Copy(turn, bodiless);
        synchronized (this) {
            copies.add(copy);
        }
        if (isOver()) {
            copy.release();
        }
    }

    /** Asks all. */
    void ask(Exchange exchange) {
        List<Copy> all = all();
        all.forEach(copy -> copy.isFor(exchange));
        all.forEach(Copy::ask);
    }

    private synchronized List<Copy> all() {
        return List.copyOf(copies);
    }

    /** Gives everything back. */
    void release() {
        ends();
        all().forEach(Copy::release);
    }

    private synchronized boolean ends() {
        boolean first = !over;
        over = true;
        return first;
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean isLast() {
        return ++answers == copies.size();
    }

    /** The connections of the others are closed; {@link #release} gives back the place of this one. */
    private void decide(Copy by, Runnable word) {
        if (ends()) {
            decided.accept(by.turn);
            all().stream().filter(copy -> copy != by).forEach(Copy::release);
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
            if (isOver()) {
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
            boolean last = isLast();
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
