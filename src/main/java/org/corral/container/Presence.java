package org.corral.container;

/** Whether a caller is still there. */
public enum Presence {
    /** He is, or the server does not tell. */
    THERE,
    /** He has said that he will send no more, as who leaves does, but also who only waits for the answer. */
    HALF_CLOSED,
    /** He has left: nothing that is written reaches him. */
    GONE
}
