package org.corral.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/** Callers who ask for the list of models, again as soon as they have it. */
final class GetLoad {
    private static final int CALLERS = 32;
    private static final Duration TIMEOUTS = Duration.ofSeconds(20);
    private static final String ENTRY = "\"digest\"";

    private final long length;
    private final Faults faults = new Faults();
    private long done;

    private GetLoad(long length) {
        this.length = length;
    }

    /** IllegalStateException unless every answer was the whole list. */
    static GetLoad run(Candidate candidate, Duration time) throws IOException {
        String asked = candidate.get("/api/tags");
        GetLoad load = new GetLoad(length(candidate, asked));
        ByteBuffer request = AnswerParser.bytes(asked);
        try (Callers callers = new Callers(candidate.port(), CALLERS, () -> load.new Asking(request.duplicate()))) {
            // Tomcat takes a hundred requests over one connection.
            callers.replaceThoseWhoLeave();
            callers.run(System.nanoTime() + time.toNanos());
        }
        load.faults.requireNone(candidate, "small GETs");
        return load;
    }

    /** Of the list, all of which must be there once. */
    private static long length(Candidate candidate, String asked) throws IOException {
        RawAnswer list = RawClient.exchange(candidate.port(), asked, TIMEOUTS);
        int models = list.text().split(ENTRY, -1).length - 1;
        if (list.status() != 200 || list.ending() != Ending.CLEAN || models != FastOllama.MODELS) {
            throw candidate.unfit("instead of the list: " + list.head().statusLine() + "\n" + list.text());
        }
        return list.body().length;
    }

    private final class Asking extends Callers.Caller {
        private boolean lastHere;
        private long read;

        Asking(ByteBuffer request) throws IOException {
            super(request);
        }

        @Override
        public void head(int status, boolean last) {
            lastHere = last;
            read = 0;
            if (status != 200) {
                faults.addStatus(status);
            }
        }

        @Override
        public void body(ByteBuffer piece) {
            read += piece.remaining();
        }

        @Override
        public void end() {
            done++;
            if (read != length) {
                faults.add(Faults.NOT_WHOLE);
            }
            if (lastHere) {
                leave();
            } else {
                ask();
            }
        }

        @Override
        void cut() {
            faults.add(Faults.BROKEN_OFF);
        }
    }

    /** How many answers came. */
    long done() {
        return done;
    }
}
