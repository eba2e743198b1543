package org.corral.page;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.corral.http.PublicUrl;
import org.corral.http.Refusal;
import org.corral.http.Refusals;

/**
 * {@code /.well-known/change-password}: the path to which password managers send people (W3C, "A Well-Known URL for
 * Changing Passwords"). It redirects to the page, where people sign in first if they have no session.
 */
public final class ChangePasswordServlet extends HttpServlet {
    private static final String PLACE = "/#/account/password";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            Refusals.send(
                    request,
                    response,
                    Refusal.methodNotAllowed(
                            "This only leads to the page where one changes a password: use GET.", "GET, HEAD"));
            return;
        }
        // The address of the page may change, so that clients must not cache the redirect.
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Location", PublicUrl.of(request).path() + PLACE);
        response.setStatus(HttpServletResponse.SC_FOUND);
    }
}
