package org.corral.page;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.corral.http.Refusal;
import org.corral.http.Refusals;

/**
 * The pages themselves, and the document that one of them shows: asked for each time, sent when they have changed. Every path
 * that no other servlet has comes here too: where the root of the application is, servers tell in different ways.
 */
public final class PageServlet extends HttpServlet {
    private static final String START = "/index.html";
    private static final List<String> PAGES = List.of(START, "/openapi.html", "/openapi.json");

    private transient Optional<Supplier<Map<String, Page>>> pages = Optional.empty();

    private record Page(PageFile file, String tag) {}

    @Override
    public void init() {
        pages = Optional.of(ReadFiles.of(getServletContext(), PageServlet::read));
    }

    private static Map<String, Page> read(ServletContext context) {
        PageFiles files = PageFiles.read(context);
        Map<String, Page> pages = new HashMap<>();
        for (String path : PAGES) {
            byte[] bytes = files.linked(PageFiles.bytes(context, path));
            String tag = HexFormat.of().formatHex(PageFiles.sha256().digest(bytes), 0, 8);
            // Weak: the same page may come compressed or not (RFC 9110, 8.8.1).
            pages.put(path, new Page(new PageFile(path, bytes), "W/\"" + tag + "\""));
        }
        return pages;
    }

    /** Not the server's own refusal, while which it would read the rest of a body and wait for it. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!PAGES.contains(path(request))) {
            Refusals.send(request, response, Refusal.noSuchPath());
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD", "OPTIONS" -> super.service(request, response);
            default -> Refusals.send(request, response, Refusal.onlyRead());
        }
    }

    /** The root is an empty path, or a slash where a server takes it for one that no servlet is mapped to. */
    private static String path(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.isEmpty() || path.equals("/") ? START : path;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> slash = MissingSlash.location(request);
        if (slash.isPresent()) {
            response.setHeader("Location", slash.get());
            response.setStatus(HttpServletResponse.SC_FOUND);
            return;
        }
        Page page = Optional.ofNullable(pages.orElseThrow().get().get(path(request)))
                .orElseThrow();
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", page.tag());
        // Nobody's window reaches in by window.opener, and the page needs none of these.
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        // A browser would look up the hosts of all links at once, and a model can write what was said into a name.
        response.setHeader("X-DNS-Prefetch-Control", "off");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if (page.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        page.file().send(request, response);
    }
}
