package org.corral.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * The error page in web.xml for every error of the server itself: answers in Corral's shape. The server's own page would
 * name the server and show a stack trace.
 */
public final class ErrorServlet extends HttpServlet {
    private static final System.Logger LOG = System.getLogger(ErrorServlet.class.getName());

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            // A part of another answer was sent already; the server closes the connection.
            return;
        }
        int status = status(request);
        Refusals.send(
                request, response, status == 405 || status == 501 ? notTaken(response) : refusal(request, status));
    }

    /** Servlets of the server answer an unknown method with 501, which is not a failure of Corral. */
    private static Refusal notTaken(HttpServletResponse response) {
        Refusal refusal = Refusal.onlyRead();
        String allow = response.getHeader("Allow");
        return allow == null ? refusal : refusal.with("Allow", allow);
    }

    /** The status is 404 where a caller asks for the path of the error page itself. */
    private static int status(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status && status >= 400
                ? status
                : 404;
    }

    private static Refusal refusal(HttpServletRequest request, int status) {
        if (status >= 500) {
            Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
            LOG.log(
                    Level.ERROR,
                    "A request failed with " + status + " [" + RequestId.of(request) + "]: "
                            + (failure == null
                                    ? "no exception"
                                    : failure.getClass().getName()));
            return Refusal.of(
                    status,
                    "Something went wrong here. The log of the server has it under " + RequestId.of(request) + ".");
        }
        return switch (status) {
            case 404 -> Refusal.noSuchPath();
            default ->
                Refusal.of(status, "The server refused the request. Check its path, its header fields and its body.");
        };
    }
}
