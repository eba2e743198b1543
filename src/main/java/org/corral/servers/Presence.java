package org.corral.servers;

/** Whether a caller is still there. */
public enum Presence {
    /** He is, or the server does not tell. */
    THERE,
    /** He has said that he will send no more, as who leaves does, but also who only waits for the answer. */
    SENDS_NO_MORE,
    /** He has left: nothing that is written reaches him. */
    GONE
}
