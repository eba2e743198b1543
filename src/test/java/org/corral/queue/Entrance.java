package org.corral.queue;

/** What stands before Ollama in virtual time: the fair queue, or another order to compare it with. */
interface Entrance {
    void enter(VirtualRequest request);

    void leave(VirtualRequest request);
}
