package org.corral.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.regex.Pattern;

/**
 * Tells browsers whether a page of another origin may read an answer (WHATWG Fetch, 3.3). Before the authentication
 * filter: the question that a browser asks first, the preflight, carries no token.
 */
public final class CorsFilter extends HttpFilter {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final String READABLE = "X-Request-Id, Retry-After, WWW-Authenticate, Allow, Corral-Cut";
    /** The longest time for which browsers remember the answer, in seconds. */
    private static final String REMEMBERED = "7200";

    /** Names of fields (RFC 9110, 5.1), in a list. */
    private static final Pattern FIELD_NAMES = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z, \\t-]{1,4096}");

    private transient CorsOrigins cors = CorsOrigins.none();

    @Override
    public void init() {
        cors = ContextAttributes.get(getServletContext(), CorsOrigins.class);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = origin(request);
        boolean permitted = permit(origin, response);
        if (!isPreflight(request, origin)) {
            chain.doFilter(request, response);
        } else if (permitted) {
            answerPreflight(request, response);
        } else {
            Refusals.send(
                    request,
                    response,
                    Refusal.forbidden("Pages of this origin may not come here from a browser: an admin names it in"
                            + " corral.cors-origins."));
        }
    }

    /** @return empty text where there is none, or several */
    private static String origin(HttpServletRequest request) {
        String first = request.getHeader("Origin");
        boolean several = Collections.list(request.getHeaders("Origin")).size() > 1;
        return first == null || several ? "" : first;
    }

    private boolean permit(String origin, HttpServletResponse response) {
        if (cors.any()) {
            response.setHeader("Access-Control-Allow-Origin", "*");
            response.setHeader("Access-Control-Expose-Headers", READABLE);
            return true;
        }
        if (!cors.origins().isEmpty()) {
            // A cache must not give the answer for one origin to another.
            response.addHeader("Vary", "Origin");
        }
        if (!cors.admits(origin)) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Origin", origin);
        if (cors.names(origin)) {
            response.setHeader("Access-Control-Allow-Credentials", "true");
        }
        response.setHeader("Access-Control-Expose-Headers", READABLE);
        return true;
    }

    private static boolean isPreflight(HttpServletRequest request, String origin) {
        return request.getMethod().equals("OPTIONS")
                && !origin.isEmpty()
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** Permits all methods and fields, since each route checks its own; only the origin matters here. */
    private static void answerPreflight(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Methods", METHODS);
        String fields = request.getHeader("Access-Control-Request-Headers");
        if (fields != null && FIELD_NAMES.matcher(fields).matches()) {
            response.setHeader("Access-Control-Allow-Headers", fields);
            response.addHeader("Vary", "Access-Control-Request-Headers");
        }
        response.setHeader("Access-Control-Max-Age", REMEMBERED);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
