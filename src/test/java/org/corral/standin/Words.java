package org.corral.standin;

import java.util.Iterator;
import java.util.stream.IntStream;

/** What the model says. */
@FunctionalInterface
interface Words {
    /** Marker and number: {@code A:0 A:1 …}, or {@code w0 w1 …} without a marker. */
    Words COUNTED = asked -> {
        String start = asked.marker().isEmpty() ? "w" : asked.marker() + ":";
        String filling = "x".repeat(asked.tokenBytes());
        return IntStream.range(0, asked.tokens())
                .mapToObj(i -> start + i + filling + " ")
                .iterator();
    };

    Iterator<String> answerTo(Asked asked);
}
