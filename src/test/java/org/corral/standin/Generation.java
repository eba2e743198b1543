package org.corral.standin;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Function;

/** Answers what asks the model to say something, in any dialect. */
final class Generation {
    private static final long TOLERATED_LAG = Duration.ofMillis(100).toNanos();

    private final Words words;
    private final Duration usualInterval;
    private final Models models;

    Generation(Words words, Duration usualInterval, Models models) {
        this.words = words;
        this.usualInterval = usualInterval;
        this.models = models;
    }

    void answer(Exchange x, Function<Asked, Dialect> dialectOf) throws IOException {
        x.readBody();
        Asked asked = new Asked(x.request().json());
        Dialect dialect = dialectOf.apply(asked);
        if (!LooseJson.isObject(x.request().body())) {
            x.answer().json(400, dialect.error("missing request body"));
        } else if (asked.model().isBlank()) {
            x.answer().json(400, dialect.error("model is required"));
        } else if (!models.has(asked.model())) {
            x.answer().json(404, dialect.error("model '" + asked.model() + "' not found"));
        } else if (dialect instanceof NativeDialect only && !asked.hasPrompt() && !asked.limitsTokens()) {
            boolean unload = asked.body().path("keep_alive").asInt(1) == 0;
            x.answer().json(200, only.loaded(unload));
        } else if (asked.stream(dialect.streamsUsually())) {
            stream(x, asked, dialect);
        } else {
            whole(x, asked, dialect);
        }
    }

    private void stream(Exchange x, Asked asked, Dialect dialect) throws IOException {
        Answer answer = x.answer();
        answer.open(dialect.contentType());
        x.pause(asked.firstDelay());
        answer.reach(0);
        for (String line : dialect.opening()) {
            answer.line(line);
        }
        Pace pace = new Pace(x, asked.interval(usualInterval));
        Iterator<String> said = words.answerTo(asked);
        int count = 0;
        while (said.hasNext()) {
            if (count > 0) {
                pace.await();
                answer.reach(count);
            }
            answer.token(dialect.token(count++, said.next()));
        }
        if (count > 0) {
            answer.reach(count);
        }
        for (String line : dialect.closing(count)) {
            answer.line(line);
        }
        answer.end();
    }

    private void whole(Exchange x, Asked asked, Dialect dialect) throws IOException {
        x.pause(asked.firstDelay());
        x.answer().reach(0);
        StringBuilder text = new StringBuilder();
        Iterator<String> said = words.answerTo(asked);
        Pace pace = new Pace(x, asked.interval(usualInterval));
        int count = 0;
        for (; said.hasNext(); count++) {
            text.append(said.next());
            pace.await();
        }
        x.answer().json(200, dialect.whole(text.toString(), count));
    }

    /** Even steps; a long stop in between is not made up for. */
    private static final class Pace {
        private final Exchange x;
        private final long step;
        private long next = System.nanoTime();

        Pace(Exchange x, Duration interval) {
            this.x = x;
            this.step = interval.toNanos();
        }

        void await() throws IOException {
            next = Math.max(next + step, System.nanoTime() - TOLERATED_LAG);
            x.pauseUntil(next);
        }
    }
}
