package org.corral.backend;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.corral.timing.Watch;
import org.corral.upstream.AnswerHead;
import org.corral.upstream.Connection;
import org.corral.upstream.Exchange;
import org.corral.upstream.Failure;
import org.corral.upstream.Question;
import org.jspecify.annotations.Nullable;

/** Gets a small answer as a whole. Its owner hears of it exactly once, on any thread. */
final class Fetch implements Exchange, Watch.Watched {
    private final Question question;
    private final int limit;
    private final long patience;
    private final Watch watch;
    private final Consumer<Fetched> done;
    private final long begun = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile @Nullable Connection connection;
    private volatile @Nullable AnswerHead head;

    private Fetch(String path, int limit, Duration patience, Watch watch, Consumer<Fetched> done) {
        this.question = new Question("GET", path, List.of(), Optional.empty());
        this.limit = limit;
        this.patience = patience.toNanos();
        this.watch = watch;
        this.done = done;
    }

    /** @param limit the most bytes that its body may have */
    static void from(Ollama server, String path, int limit, Duration patience, Watch watch, Consumer<Fetched> done) {
        Fetch fetch = new Fetch(path, limit, patience, watch, done);
        watch.add(fetch);
        server.connections().ask(fetch);
    }

    @Override
    public Question question() {
        return question;
    }

    @Override
    public void carriedBy(Connection carrier) {
        connection = carrier;
        if (over.get()) {
            carrier.abort(this);
        }
    }

    @Override
    public void head(AnswerHead begun) {
        head = begun;
    }

    @Override
    public void body(ByteBuffer piece) {
        if (body.size() + piece.remaining() > limit) {
            giveUp("a list that is too large");
            return;
        }
        body.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
    }

    @Override
    public void drained() {}

    @Override
    public void end() {
        AnswerHead complete = head;
        if (complete != null) {
            tell(new Fetched(Optional.of(complete), body.toString(StandardCharsets.UTF_8), ""));
        }
    }

    @Override
    public void failed(Failure failure) {
        tell(Fetched.nothing(failure.text()));
    }

    @Override
    public void look(long now) {
        if (now - begun > patience) {
            giveUp("no answer in time");
        }
    }

    private void giveUp(String why) {
        tell(Fetched.nothing(why));
        Connection carrier = connection;
        if (carrier != null) {
            carrier.abort(this);
        }
    }

    private void tell(Fetched fetched) {
        if (over.compareAndSet(false, true)) {
            watch.remove(this);
            done.accept(fetched);
        }
    }
}
