package org.corral.backend;

import java.util.Optional;
import org.corral.upstream.ResponseHead;

/**
 * The response to a small request, or why there is none.
 *
 * @param head empty if there was no whole response
 * @param failure why not; empty text if there was one
 */
public record FetchResult(Optional<ResponseHead> head, String body, String failure) {
    static FetchResult nothing(String failure) {
        return new FetchResult(Optional.empty(), "", failure);
    }

    /** Whether the server has answered with 200. */
    public boolean isOk() {
        return head.filter(answer -> answer.status() == 200).isPresent();
    }
}
