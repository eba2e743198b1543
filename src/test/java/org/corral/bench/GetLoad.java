package org.corral.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Callers who ask for the list of models, again as soon as they have it. */
final class GetLoad {
    private static final int CALLERS = 32;

    private long done;
    private int bad;

    private GetLoad() {}

    static GetLoad run(Candidate candidate, Duration time) throws IOException {
        GetLoad load = new GetLoad();
        ByteBuffer request = AnswerParser.bytes(candidate.get("/api/tags"));
        try (Callers callers = new Callers(candidate.port(), CALLERS, () -> load.new Asking(request.duplicate()))) {
            // Tomcat takes a hundred requests over one connection.
            callers.replaceThoseWhoLeave();
            callers.run(System.nanoTime() + time.toNanos(), () -> {});
        }
        return load;
    }

    private final class Asking extends Callers.Caller {
        private boolean lastHere;

        Asking(ByteBuffer request) throws IOException {
            super(request);
        }

        @Override
        public void head(int status, boolean last) {
            bad += status == 200 ? 0 : 1;
            lastHere = last;
        }

        @Override
        public void body(ByteBuffer piece) {}

        @Override
        public void end() {
            done++;
            if (lastHere) {
                leave();
            } else {
                ask();
            }
        }

        @Override
        void cut() {
            bad++;
        }
    }

    long done() {
        return done;
    }

    int bad() {
        return bad;
    }
}
