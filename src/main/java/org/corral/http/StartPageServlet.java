package org.corral.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.corral.settings.AuthMode;
import org.corral.settings.SignInSettings;

/** The page that tells how to begin, with a warning where nobody need sign in. */
public final class StartPageServlet extends HttpServlet {
    private static final String PLACE = "<!-- notice -->\n";
    private static final String NO_SIGN_IN =
            "<p><strong>corral.auth is off:</strong> whoever is on this machine is the admin, without a password;"
                    + " nobody else gets in.</p>\n";

    private byte[] page = {};

    @Override
    public void init() {
        boolean on = Parts.get(getServletContext(), SignInSettings.class).auth() == AuthMode.ON;
        try (InputStream file = getServletContext().getResourceAsStream("/index.html")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            page = text.replace(PLACE, on ? "" : NO_SIGN_IN).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html");
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }
}
