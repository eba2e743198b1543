package org.corral.wire;

/** How a message ended. */
public enum Ending {
    /** With the last chunk, or the last byte that Content-Length had promised, or it has no body. */
    CLEAN,
    /** Without either: the connection was closed or reset in the middle, or the framing was nonsense. */
    BROKEN,
    /** The body has no length, and the connection was closed: nobody can tell whether something is missing. */
    AT_CLOSE
}
