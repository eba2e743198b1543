package org.corral.elsewhere;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Says who asks, as the Servlet API tells it. */
public final class WhoServlet extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String who = request.getRemoteUser() + " user=" + request.isUserInRole("user") + " admin="
                + request.isUserInRole("admin");
        response.getOutputStream().write(who.getBytes(StandardCharsets.UTF_8));
    }
}
