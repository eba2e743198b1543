package org.corral.backend;

import java.util.Optional;
import org.corral.upstream.AnswerHead;

/**
 * What came of asking a server for something small.
 *
 * @param head empty if there was no whole answer
 * @param failure why not; empty text if there was one
 */
public record Fetched(Optional<AnswerHead> head, String body, String failure) {
    static Fetched nothing(String failure) {
        return new Fetched(Optional.empty(), "", failure);
    }

    /** Whether it is what was asked for. */
    public boolean isOk() {
        return head.filter(answer -> answer.status() == 200).isPresent();
    }
}
