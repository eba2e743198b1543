package org.corral.ollama;

/** The purpose of a route of Ollama. */
public enum RouteKind {
    /** Asks a model, or looks at something. */
    ASK,
    /** Lists models. The caller sees those only that they may use. */
    LIST,
    /** Looks at one model, whose name ends the path. */
    MODEL,
    /** Changes which models are there. */
    MANAGE,
    /** Sends a part of a model, of any size: its body is streamed, and never read as a whole. */
    UPLOAD;

    /** Whether a request may leave other models behind than there were before. */
    public boolean changesModels() {
        return this == MANAGE || this == UPLOAD;
    }
}
