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
 * Sends the pages, and the document that one of them shows. Browsers ask each time, and get a page again only if it has
 * changed. Every path without a servlet of its own comes here too, because servers differ in how they name the root of
 * the application.
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

    /** Replaces the server's own refusal, for which it would read the rest of a body and wait for it. */
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

    /** The root is an empty path, or on some servers a slash. */
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
        // No other window can reach this page by window.opener, and the page needs none of these features.
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        // Else a browser would look up the hosts of all links, and a model can write parts of a conversation into a
        // host
        // name.
        response.setHeader("X-DNS-Prefetch-Control", "off");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if (page.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        page.file().send(request, response);
    }
}
