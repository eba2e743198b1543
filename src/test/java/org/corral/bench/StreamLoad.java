package org.corral.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Callers whose answers are streamed, one after the other. What each token says of its time is held against the clock. */
final class StreamLoad {
    private static final char MARK = FastOllama.MARK;

    private final Samples delays = new Samples();
    private final Samples firsts = new Samples();
    private long end;
    private int cut;
    private int refused;
    private int speaking;
    private int mostSpeaking;

    private StreamLoad() {}

    /** @param time after it no new answers are asked for; those that run are heard to their end, but not for long */
    static StreamLoad run(
            Candidate candidate, int streams, int tokens, Duration interval, Duration time, Runnable often)
            throws IOException {
        StreamLoad load = new StreamLoad();
        ByteBuffer request = AnswerParser.bytes(candidate.chat(tokens, interval, ""));
        load.end = System.nanoTime() + time.toNanos();
        try (Callers callers = new Callers(candidate.port(), streams, () -> load.new Stream(request.duplicate()))) {
            callers.run(load.end + Duration.ofSeconds(3).toNanos(), often);
        }
        return load;
    }

    private final class Stream extends Callers.Caller {
        private long asked = System.nanoTime();
        private boolean hasBegun;
        private boolean inMark;
        private long stamp;

        Stream(ByteBuffer request) throws IOException {
            super(request);
        }

        @Override
        public void head(int status, boolean last) {
            if (status != 200) {
                refused++;
                leave();
            }
        }

        @Override
        public void body(ByteBuffer piece) {
            while (piece.hasRemaining()) {
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
            if (!hasBegun) {
                hasBegun = true;
                mostSpeaking = Math.max(mostSpeaking, ++speaking);
                firsts.add(now - asked);
            }
        }

        @Override
        public void end() {
            speaking--;
            hasBegun = false;
            asked = System.nanoTime();
            if (asked < end) {
                ask();
            } else {
                leave();
            }
        }

        @Override
        void cut() {
            cut++;
        }
    }

    int tokens() {
        return delays.size();
    }

    double delayMicros(double share) {
        return delays.micros(share);
    }

    double firstMicros(double share) {
        return firsts.micros(share);
    }

    /** Answers that were refused, or did not come to their end by themselves. */
    int bad() {
        return refused + cut;
    }

    /** How many answers at most had begun and not yet ended at one time. */
    int mostAtOnce() {
        return mostSpeaking;
    }
}
