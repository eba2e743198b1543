package org.corral.container;

import java.util.Set;

/** How servers say that the chunks of a body are malformed. */
final class MalformedBody {
    /** The exceptions of Tomcat, Payara and Liberty. */
    private static final Set<String> NAMES =
            Set.of("BadRequestException", "HttpBrokenContentException", "IllegalHttpBodyException");

    private MalformedBody() {}

    static boolean isNamedIn(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (NAMES.contains(at.getClass().getSimpleName())) {
                return true;
            }
        }
        return false;
    }
}
