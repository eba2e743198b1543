package org.corral.standin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** As many bytes as the socket takes, at a limited pace. */
record Flood(long totalBytes, long bytesPerSecond) implements Behaviour {
    private static final byte[] LINE = ("{\"model\":\"flood\",\"message\":{\"role\":\"assistant\",\"content\":\""
                    + "x".repeat(8 * 1024 - 80) + "\"},\"done\":false}\n")
            .getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean play(Exchange x) throws IOException {
        x.readBody();
        x.answer().open("application/x-ndjson");
        long start = System.nanoTime();
        for (long written = 0; written < totalBytes; written += LINE.length) {
            x.answer().token(LINE);
            x.pauseUntil(start + (long) (1e9 * written / bytesPerSecond));
        }
        x.answer().line("{\"model\":\"flood\",\"done\":true,\"done_reason\":\"stop\"}\n");
        x.answer().end();
        return true;
    }
}
