package org.corral.queue;

/** A server, as the queue sees it. */
public interface Place {
    String name();

    /** The most requests that it may be given at once. Can change from one call to the next. */
    int limit();

    /** Whether the limit was set by hand, and so is the number of slots: nothing is to be learnt. */
    boolean hasFixedSlots();
}
