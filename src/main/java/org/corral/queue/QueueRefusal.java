package org.corral.queue;

/** Why a request gets no place. */
public enum QueueRefusal {
    /** Every server that could serve it has been tried. */
    NONE_LEFT,
    /** It names a server that is not there. */
    NO_SUCH_SERVER,
    /** The queue is full. */
    QUEUE_FULL,
    /** As many requests of this person wait as may. */
    PERSON_HAS_TOO_MANY,
    /** It has waited for as long as may be. */
    WAITED_TOO_LONG,
    /** The same, while as many requests of this person were answered as may be. */
    WAITED_FOR_OWN
}
