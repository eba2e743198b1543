package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import org.corral.settings.BodySettings;
import org.jspecify.annotations.Nullable;

/** Tells whether a request has a body, and how it is read. */
final class Bodies {
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE");

    private Bodies() {}

    static @Nullable Upload upload(HttpServletRequest request, BodySettings settings, Consumer<Throwable> failed)
            throws IOException {
        long length = request.getContentLengthLong();
        if (length < 0 && !hasUnknownLength(request)) {
            return null;
        }
        long most = settings.streamBuffer().bytes();
        // One more, so that the end of the body is seen in the same go.
        int size = (int) (length < 0 ? most : Math.min(2 * (length + 1), most));
        return new Upload(request.getInputStream(), length, size, failed);
    }

    /** HTTP/2 has no word for a body whose length is not known (RFC 9113, 8.1): one may come wherever one has a meaning. */
    private static boolean hasUnknownLength(HttpServletRequest request) {
        return request.getProtocol().equals("HTTP/1.1")
                ? request.getHeader("Transfer-Encoding") != null
                : request.getProtocol().equals("HTTP/2.0") && !BODILESS.contains(request.getMethod());
    }
}
