package org.corral.http;

import jakarta.servlet.ServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The id by which an operator finds a request in the log. Corral makes it; it never takes one from a request. */
public final class RequestId {
    /** The header field of the answer. */
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestId.class.getName();

    private RequestId() {}

    /** The id of this request; {@code -} if it has none yet. */
    public static String of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "-";
    }

    static String give(ServletRequest request) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
