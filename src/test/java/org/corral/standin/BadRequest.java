package org.corral.standin;

import java.io.IOException;

/** What came is not HTTP/1.1 as a careful client writes it. */
final class BadRequest extends IOException {
    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message);
    }
}
