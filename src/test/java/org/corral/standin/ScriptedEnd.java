package org.corral.standin;

import java.io.IOException;

/** The script said that the connection ends here; not a fault of the peer. */
final class ScriptedEnd extends IOException {
    private static final long serialVersionUID = 1;

    ScriptedEnd() {
        super("ended by the script");
    }
}
