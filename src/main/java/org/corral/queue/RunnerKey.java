package org.corral.queue;

/**
 * What Ollama keeps in its memory to answer: a model, and the options with which it was loaded. A request for the same model with
 * other options has Ollama load it anew.
 *
 * @param options in one order and one spelling, so that the same options are equal; "" for the model's own
 */
public record RunnerKey(String model, String options) {
    /** A model with its own options. */
    public static RunnerKey of(String model) {
        return new RunnerKey(model, "");
    }

    boolean isSameModelAs(RunnerKey other) {
        return model.equals(other.model);
    }
}
