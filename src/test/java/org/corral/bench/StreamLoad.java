package org.corral.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Callers whose answers are streamed, one after the other. What each token says of its time is held against the clock. */
final class StreamLoad implements AutoCloseable {
    private static final char MARK = FastOllama.MARK;
    private static final Duration LATE = Duration.ofSeconds(10);

    private final Candidate candidate;
    private final int tokens;
    private final Duration longest;
    private final Callers callers;
    private final Samples delays = new Samples();
    private final Samples firsts = new Samples();
    private final Faults faults = new Faults();
    private long end;
    private int running;

    /**
     * @param tokens of each answer
     * @param interval between two of them
     */
    StreamLoad(Candidate candidate, int streams, int tokens, Duration interval) throws IOException {
        this.candidate = candidate;
        this.tokens = tokens;
        this.longest = interval.multipliedBy(tokens).plus(LATE);
        ByteBuffer request = AnswerParser.bytes(candidate.chat(tokens, interval, ""));
        this.callers = new Callers(candidate.port(), streams, () -> new Stream(request.duplicate()));
    }

    /**
     * Asks again and again for so long, and hears what runs then to its end. IllegalStateException unless every answer was
     * whole.
     */
    StreamLoad runWhole(Duration time) throws IOException {
        end = System.nanoTime() + time.toNanos();
        callers.run(end + longest.toNanos());
        for (int left = callers.present(); left > 0; left--) {
            faults.add(Faults.NO_END);
        }
        faults.requireNone(candidate, "streams");
        return this;
    }

    /** Asks once and listens for so long. What runs then goes on until this is closed. */
    void listen(Duration time) throws IOException {
        end = System.nanoTime();
        callers.run(end + time.toNanos());
    }

    private final class Stream extends Callers.Caller {
        private int heard;
        private boolean inMark;
        private long stamp;

        Stream(ByteBuffer request) throws IOException {
            super(request);
        }

        @Override
        public void head(int status, boolean last) {
            if (status != 200) {
                faults.addStatus(status);
                leave();
            }
        }

        @Override
        public void body(ByteBuffer piece) {
            while (isOpen() && piece.hasRemaining()) {
                int c = piece.get();
                if (c == MARK && inMark) {
                    token(System.nanoTime());
                }
                if (c == MARK) {
                    inMark = !inMark;
                    stamp = 0;
                } else if (inMark) {
                    stamp = stamp * 10 + (c - '0');
                }
            }
        }

        private void token(long now) {
            delays.add(now - stamp);
            if (heard++ == 0) {
                running++;
                firsts.add(now - askedAt());
            }
        }

        @Override
        public void end() {
            if (!isOpen()) {
                return;
            }
            if (heard != tokens) {
                faults.add(Faults.NOT_WHOLE);
            }
            stop();
            if (System.nanoTime() < end) {
                ask();
            } else {
                leave();
            }
        }

        @Override
        void cut() {
            faults.add(Faults.BROKEN_OFF);
            stop();
        }

        private void stop() {
            running -= heard > 0 ? 1 : 0;
            heard = 0;
        }
    }

    /** Heard so far. */
    int tokens() {
        return delays.size();
    }

    double delayMicros(double share) {
        return delays.micros(share);
    }

    double firstMicros(double share) {
        return firsts.micros(share);
    }

    Faults faults() {
        return faults;
    }

    /** How many answers have begun and not yet ended. */
    int running() {
        return running;
    }

    @Override
    public void close() throws IOException {
        callers.close();
    }
}
