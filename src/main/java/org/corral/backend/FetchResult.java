package org.corral.backend;

import java.util.Optional;
import org.corral.upstream.ResponseHead;

/**
 * What came of asking a server for something small.
 *
 * @param head empty if there was no whole answer
 * @param failure why not; empty text if there was one
 */
public record FetchResult(Optional<ResponseHead> head, String body, String failure) {
    static FetchResult nothing(String failure) {
        return new FetchResult(Optional.empty(), "", failure);
    }

    /** Whether it is what was asked for. */
    public boolean isOk() {
        return head.filter(answer -> answer.status() == 200).isPresent();
    }
}
