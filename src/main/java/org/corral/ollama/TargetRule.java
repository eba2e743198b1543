package org.corral.ollama;

/** Which servers a request is for when there are several and the caller chooses none. */
public enum TargetRule {
    /** The server that suits the request best. */
    ANY,
    /** Always the same one: what one request leaves there, the next one needs. */
    FIRST,
    /** Each server. */
    ALL,
    /** Each server; one without the model has no say if another has it. */
    ALL_WITH_MODEL
}
