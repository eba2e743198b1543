package org.corral.standin;

/** How a scripted server leaves in the middle of something. */
public enum Death {
    /** An RST, as from a process that was killed. */
    RESET,
    /** An orderly close of the socket (FIN), but the message stays unfinished: no last chunk, too few bytes. */
    CLOSE
}
