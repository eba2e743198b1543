package org.corral.page;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.corral.http.Refusal;
import org.corral.http.Refusals;

/** {@code /page/<version>/*}: scripts, styles and pictures of the pages. */
public final class PageFilesServlet extends HttpServlet {
    private transient Optional<Supplier<PageFiles>> files = Optional.empty();

    @Override
    public void init() {
        files = Optional.of(ReadFiles.of(getServletContext(), PageFiles::read));
    }

    /** Replaces the server's own refusal, for which it would read the rest of a body and wait for it. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD", "OPTIONS" -> super.service(request, response);
            default -> Refusals.send(request, response, Refusal.onlyRead());
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        Optional<PageFile> file = files.orElseThrow().get().find(path.substring(1));
        if (file.isEmpty()) {
            Refusals.send(
                    request,
                    response,
                    Refusal.notFound("There is no such file. If Corral was updated, load the page again."));
            return;
        }
        // Cached for ever, because the address changes with the content.
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        file.get().send(request, response);
    }
}
