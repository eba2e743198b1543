package org.corral.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * Where the server goes with every error of its own, by the error pages in web.xml: an answer in Corral's shape in place
 * of the server's page, which would name the server and show a stack trace.
 */
public final class ErrorServlet extends HttpServlet {
    private static final System.Logger LOG = System.getLogger(ErrorServlet.class.getName());

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            // Part of another answer is out; the server closes the connection.
            return;
        }
        int status = status(request);
        Refusals.send(
                request, response, status == 405 || status == 501 ? notTaken(response) : refusal(request, status));
    }

    /** A servlet of the server's kind calls a method that it has never heard of 501, which is no failure of ours. */
    private static Refusal notTaken(HttpServletResponse response) {
        Refusal refusal = Refusal.onlyRead();
        String allow = response.getHeader("Allow");
        return allow == null ? refusal : refusal.with("Allow", allow);
    }

    /** Asked for directly, by its path, it does not exist. */
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
