package org.corral.api;

import java.io.IOException;
import org.corral.http.RefusedException;

/** Answers one route, or refuses. */
@FunctionalInterface
interface Handler {
    void handle(ApiCall call) throws RefusedException, IOException;
}
