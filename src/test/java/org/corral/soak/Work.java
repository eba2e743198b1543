package org.corral.soak;

/** One kind of thing that callers do again and again. Used by one thread. */
interface Work {
    /**
     * Does it once.
     *
     * @return what came of it, in a few words, if it is in order; whatever is not is thrown
     */
    String once() throws Exception;
}
