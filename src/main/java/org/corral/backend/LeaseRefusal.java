package org.corral.backend;

/** Why a request gets no server. */
public enum LeaseRefusal {
    /** Every server that could serve it has been tried. */
    NONE_LEFT,
    /** The queue is full. */
    QUEUE_FULL,
    /** It has waited for as long as may be. */
    WAITED_TOO_LONG,
    /** It names a server that is not there. */
    NO_SUCH_SERVER
}
