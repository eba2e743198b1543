package org.corral.container;

/** Whether a caller is still there. */
public enum Presence {
    /** The caller is there, or the server does not tell. */
    THERE,
    /** The caller sends no more. They may have left, or may wait for the answer. */
    HALF_CLOSED,
    /** The caller has left: nothing that is written reaches them. */
    GONE
}
