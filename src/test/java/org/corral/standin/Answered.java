package org.corral.standin;

import java.io.IOException;

/** A script has completed the answer earlier than the route would have. */
final class Answered extends IOException {
    private static final long serialVersionUID = 1;

    Answered() {
        super("answered by the script");
    }
}
