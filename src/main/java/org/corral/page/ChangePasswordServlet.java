package org.corral.page;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.corral.http.PublicUrl;
import org.corral.http.Refusal;
import org.corral.http.Refusals;

/**
 * {@code /.well-known/change-password}: where password managers send people (W3C, "A Well-Known URL for Changing
 * Passwords"). It leads to the page, which has who is not signed in sign in first.
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
        // The page may move one day: nobody is to remember where it was.
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Location", PublicUrl.of(request).path() + PLACE);
        response.setStatus(HttpServletResponse.SC_FOUND);
    }
}
