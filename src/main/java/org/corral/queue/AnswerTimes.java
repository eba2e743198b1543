package org.corral.queue;

import java.util.Optional;

/**
 * What Ollama says in the last line of an answer, in nanoseconds.
 *
 * @param total from the request to the end
 * @param load of this, until the model was in memory
 * @param prompt of this, to read the prompt
 * @param answer of this, to write the answer
 */
public record AnswerTimes(long total, long load, long prompt, long answer) {
    /** Empty if the times can't be true: one is negative, or the parts are more than the whole. */
    public static Optional<AnswerTimes> of(long total, long load, long prompt, long answer) {
        boolean possible = total > 0
                && load >= 0
                && prompt >= 0
                && answer >= 0
                && load <= total
                && prompt <= total - load
                && answer <= total - load - prompt;
        return possible ? Optional.of(new AnswerTimes(total, load, prompt, answer)) : Optional.empty();
    }

    /** How long the request has waited for a slot inside of Ollama, and what else is in no other part. */
    long inside() {
        return total - load - prompt - answer;
    }
}
