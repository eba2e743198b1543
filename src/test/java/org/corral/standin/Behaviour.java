package org.corral.standin;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * What the stand-in does with one request. Those that only bend the usual answer say so; they can be combined:
 * {@code header("X-A", "b").and(dieAfter(3, RESET))}. A test may also write its own as a lambda.
 */
@FunctionalInterface
public interface Behaviour {
    /** True if this has answered; false if what follows (at last the usual answer) shall. */
    boolean play(Exchange exchange) throws IOException;

    default Behaviour and(Behaviour next) {
        return x -> play(x) || next.play(x);
    }

    // Bends of the usual answer.

    static Behaviour usual() {
        return x -> false;
    }

    static Behaviour header(String name, String value) {
        return bend(answer -> answer.add(name, value));
    }

    static Behaviour chunked(Chunking boundaries) {
        return bend(answer -> answer.chunking(boundaries));
    }

    /** Closes the connection after the answer without having announced it, as a server that times out idle ones. */
    static Behaviour hangUpAfterwards() {
        return bend(Answer::hangUp);
    }

    static Behaviour sayConnectionClose() {
        return bend(Answer::lastOne);
    }

    /** Reads the request, then waits before it says anything. */
    static Behaviour delayHead(Duration time) {
        return x -> {
            x.readBody();
            x.pause(time);
            return false;
        };
    }

    /** Reads the request, then says nothing before the latch is open. */
    static Behaviour holdHead(CountDownLatch latch) {
        return x -> {
            x.readBody();
            hold(x, latch);
            return false;
        };
    }

    /** Reads the request body at this pace. */
    static Behaviour slowBody(long bytesPerSecond) {
        return x -> {
            x.bodyRate(bytesPerSecond);
            return false;
        };
    }

    /** Streams: after so many tokens the connection dies. 0: before the head. */
    static Behaviour dieAfter(int tokens, Death how) {
        return after(tokens, x -> x.die(how));
    }

    /** Streams: after so many tokens, silence until the peer leaves. */
    static Behaviour stallAfter(int tokens) {
        return after(tokens, Exchange::silence);
    }

    static Behaviour pauseAfter(int tokens, Duration time) {
        return after(tokens, x -> x.pause(time));
    }

    /** Streams: after so many tokens nothing more before the latch is open. */
    static Behaviour holdAfter(int tokens, CountDownLatch latch) {
        return after(tokens, x -> hold(x, latch));
    }

    /** As Ollama fails in mid-stream: natively a last line with an error, under {@code /v1} an end without [DONE]. */
    static Behaviour failAfter(int tokens, String message) {
        return after(tokens, x -> {
            if (!x.request().path().startsWith("/v1/")) {
                x.answer().line("{\"error\":" + LooseJson.quote(message) + "}\n");
            }
            x.answer().end();
            throw new Answered();
        });
    }

    /** Whole answers with a Content-Length: half of the body, then death. */
    static Behaviour dieInBody(Death how) {
        return bend(answer -> answer.dieInBody(how));
    }

    // Answers of their own.

    static Behaviour dieBeforeHead(Death how) {
        return x -> {
            x.readBody();
            x.die(how);
            return true;
        };
    }

    /** Reads the request and never answers. */
    static Behaviour silence() {
        return x -> {
            x.readBody();
            x.silence();
            return true;
        };
    }

    /** Never reads the request body, and never answers. */
    static Behaviour deaf() {
        return x -> {
            x.silence();
            return true;
        };
    }

    static Behaviour headThenSilence(String contentType) {
        return x -> {
            x.readBody();
            x.answer().open(contentType);
            x.answer().flushHead();
            x.silence();
            return true;
        };
    }

    static Behaviour status(int status, String contentType, String body) {
        return x -> {
            x.readBody();
            x.answer().whole(status, contentType, body);
            return true;
        };
    }

    /** The native shape: {@code {"error":"…"}}. */
    static Behaviour error(int status, String message) {
        return status(status, "application/json; charset=utf-8", "{\"error\":" + LooseJson.quote(message) + "}");
    }

    /** Answers before the request body was read, says {@code Connection: close}, reads no more. */
    static Behaviour errorBeforeBody(int status, String message) {
        return x -> {
            x.answer().lastOne();
            x.answer().json(status, "{\"error\":" + LooseJson.quote(message) + "}");
            return true;
        };
    }

    static Behaviour redirect(int status, String location) {
        return header("Location", location).and(status(status, "", ""));
    }

    /** NDJSON in lines of 8 KB: so many bytes in all, at most so many per second. */
    static Behaviour flood(long totalBytes, long bytesPerSecond) {
        return new Flood(totalBytes, bytesPerSecond);
    }

    /** Reads the request, writes these bytes as they are, closes. */
    static Behaviour raw(String bytes) {
        return raw(bytes, Death.CLOSE);
    }

    static Behaviour raw(String bytes, Death then) {
        return x -> {
            x.readBody();
            x.lastWords(bytes, then);
            return true;
        };
    }

    /** Reads the request, writes these bytes as they are, leaves the connection open and is silent. */
    static Behaviour rawThenSilence(String bytes) {
        return x -> {
            x.readBody();
            x.write(bytes);
            x.silence();
            return true;
        };
    }

    static Behaviour malformedHead() {
        return raw("HTTP/1.1 two hundred\r\nno colon here\r\n\r\n");
    }

    /** What happens at one place of a stream. */
    @FunctionalInterface
    interface Event {
        void happen(Exchange exchange) throws IOException;
    }

    /** Streams: something when so many tokens have been written. */
    static Behaviour after(int tokens, Event event) {
        return x -> {
            x.answer().beforeToken(written -> {
                if (written == tokens) {
                    event.happen(x);
                }
            });
            return false;
        };
    }

    private static Behaviour bend(Consumer<Answer> how) {
        return x -> {
            how.accept(x.answer());
            return false;
        };
    }

    private static void hold(Exchange x, CountDownLatch latch) throws IOException {
        while (latch.getCount() > 0) {
            x.pause(Duration.ofMillis(2));
        }
    }
}
