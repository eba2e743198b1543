package org.corral.container;

/** Whether a caller is still there. */
public enum Presence {
    /** The caller is there, as far as is known. */
    THERE,
    /** The server does not tell. Only what becomes of something that is written to the caller does. */
    UNTOLD,
    /** The caller sends no more. They may have left, or may wait for the answer. */
    HALF_CLOSED,
    /** The caller has left: nothing that is written reaches them. */
    GONE
}
