package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.corral.settings.ProxySettings;

/**
 * What Ollama will be asked. Made while the caller's request is surely there: when a connection is there it may be over,
 * and its object in use for another one.
 *
 * @param length of the body, -1 if it is not known; of no meaning without one
 */
record Question(HttpRequest head, boolean hasBody, long length) {
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE");

    /** @param path at Ollama, to the letter */
    static Question of(HttpServletRequest request, String path) {
        long length = request.getContentLengthLong();
        boolean hasBody = length >= 0 || hasUnknownLength(request);
        String query = request.getQueryString();
        String target = query == null ? path : path + "?" + query;
        return new Question(HeaderPolicy.request(request, target, hasBody, length), hasBody, length);
    }

    /** HTTP/2 has no word for a body whose length is not known (RFC 9113, 8.1): one may come wherever one has a meaning. */
    private static boolean hasUnknownLength(HttpServletRequest request) {
        return request.getProtocol().equals("HTTP/1.1")
                ? request.getHeader("Transfer-Encoding") != null
                : request.getProtocol().equals("HTTP/2.0") && !BODILESS.contains(request.getMethod());
    }

    /** @param authority host and port of the server that is asked */
    void send(RequestChannel channel, String authority, HttpContext context) throws HttpException, IOException {
        head.setHeader("Host", authority);
        EntityDetails body = hasBody ? new BasicEntityDetails(length, null) : null;
        channel.sendRequest(head, body, context);
    }

    /** A short body gets a short buffer. */
    int bufferSize(ProxySettings settings) {
        long most = settings.streamBuffer().bytes();
        // One more, so that the end of the body is seen in the same go.
        return (int) (length < 0 ? most : Math.min(length + 1, most));
    }
}
